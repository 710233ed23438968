package io.rcptwatch.verdict;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ways to say one thing.
 *
 * @param phrases any of them will do
 */
record Wording(List<Phrase> phrases) {
    private static final int SHOWN = 60; // characters of a pattern that a complaint shows

    /** Reads the patterns under a row's key. */
    static Wording of(TableRow row, String key) {
        return new Wording(
                row.texts(key).stream().flatMap(text -> phrases(row, key, text)).toList());
    }

    private static Stream<Phrase> phrases(TableRow row, String key, String text) {
        if (!row.shipped()) {
            check(row, key, text);
        }
        return RequiredWords.alternativesOf(text).stream().map(Phrase::new);
    }

    private static void check(TableRow row, String key, String text) {
        try {
            Phrase.check(text);
        } catch (IllegalArgumentException e) {
            String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
            throw row.wrong(key, shown + ": " + e.getMessage());
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
