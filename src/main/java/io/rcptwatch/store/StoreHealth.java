package io.rcptwatch.store;

/**
 * How the state's file is doing.
 *
 * @param healthy whether what was put lately is in the file
 * @param writeErrors how often it could not be written since the start
 * @param sizeBytes the file's size, 0 where there is none
 * @param dropped how many records could not be read and were dropped since the start
 */
public record StoreHealth(boolean healthy, long writeErrors, long sizeBytes, long dropped) {}
