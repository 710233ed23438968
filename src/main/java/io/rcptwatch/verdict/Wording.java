package io.rcptwatch.verdict;

import java.util.List;
import java.util.Optional;

/**
 * Ways to say one thing.
 *
 * @param phrases any of them will do
 */
record Wording(List<Phrase> phrases) {
    /** Reads the patterns under a row's key. */
    static Wording of(TableRow row, String key) {
        return new Wording(row.texts(key).stream().map(text -> phrase(row, key, text)).toList());
    }

    private static Phrase phrase(TableRow row, String key, String text) {
        try {
            return Phrase.of(text);
        } catch (IllegalArgumentException e) {
            throw row.wrong(key, text + ": " + e.getMessage());
        }
    }

    boolean isEmpty() {
        return phrases.isEmpty();
    }

    boolean in(SearchText text) {
        for (Phrase phrase : phrases) {
            if (phrase.in(text)) {
                return true;
            }
        }
        return false;
    }

    /** The words of the text that make it so. */
    Optional<String> found(SearchText text) {
        return phrases.stream()
                .filter(phrase -> phrase.in(text))
                .findFirst()
                .map(phrase -> phrase.found(text));
    }
}
