package io.rcptwatch.config;

/**
 * A value and where it was given.
 *
 * @param value as read
 * @param place where it begins
 */
record Value<T>(T value, SourcePosition place) {}
