package io.rcptwatch.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that was meant, where another was written. */
final class Suggestion {
    private static final int LONGEST = 40;

    private Suggestion() {}

    /** The nearest of the words, if a third of its letters at most would have to change. */
    static Optional<String> nearest(String written, Collection<String> words) {
        return words.stream()
                .filter(word -> written.length() <= LONGEST)
                .filter(word -> distance(written, word) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(word -> distance(written, word)));
    }

    /** How many letters to put in, take out or change (Levenshtein's distance). */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
