package io.rcptwatch.config;

import io.rcptwatch.yaml.SourcePosition;

/**
 * A value and where it was given.
 *
 * @param value as read
 * @param place where it begins
 */
record Value<T>(T value, SourcePosition place) {}
