package io.rcptwatch.deliveries;

/**
 * How one kind of mail server writes its log. It may remember lines of a message that is on its
 * way, in bounded memory. Not thread-safe; lines are hostile: whatever one is, it is read in time
 * that grows with its length only.
 */
public interface LogFormat {
    /** What a line says, without its line feed. */
    LogReading read(String line);
}
