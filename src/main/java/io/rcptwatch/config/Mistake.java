package io.rcptwatch.config;

/**
 * One thing that is wrong in a configuration file.
 *
 * @param file the file, as the caller named it
 * @param line from 1
 * @param column from 1, in characters
 * @param key the dotted path to the key, as {@code targets[0].interval}; in parentheses where it is
 *     about no key: {@code (file)}, {@code (yaml)}, {@code (document)}
 * @param complaint what is wrong and what is allowed, in one line
 */
public record Mistake(String file, int line, int column, String key, String complaint) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + key + ": " + complaint;
    }
}
