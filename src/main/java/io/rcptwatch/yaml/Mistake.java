package io.rcptwatch.yaml;

/**
 * One thing that is wrong in a file that a person wrote.
 *
 * @param file the file, as the caller named it
 * @param line from 1
 * @param column from 1, in characters
 * @param key the dotted path to the key, as {@code targets[0].interval}; in parentheses where it is
 *     about no key: {@code (file)}, {@code (yaml)}, {@code (document)}
 * @param complaint what is wrong and what is allowed, in one line
 */
public record Mistake(String file, int line, int column, String key, String complaint) {
    static Mistake at(SourcePosition place, String file, String complaint) {
        String key = place.key().isEmpty() ? "(document)" : place.key();
        return new Mistake(file, place.line(), place.column(), key, complaint);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + key + ": " + complaint;
    }
}
