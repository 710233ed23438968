package io.rcptwatch.deliveries;

/**
 * The last place that was read in a log.
 *
 * @param file what the system calls the file itself, whatever its name is (device and inode)
 * @param offset in bytes
 * @param before the bytes just before the offset, as hexadecimal digits: they tell whether it is
 *     still the same file, or a copy of it
 */
public record LogPlace(String file, long offset, String before) {
    /** How many bytes before the offset are kept, in a file that has so many. */
    static final int FINGERPRINT = 64;
}
