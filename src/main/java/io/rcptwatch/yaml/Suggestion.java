package io.rcptwatch.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that was meant, where another was written. */
public final class Suggestion {
    private static final int LONGEST = 40;

    private Suggestion() {}

    /** To be put behind a complaint about the word; empty where nothing is near. */
    public static String of(String written, Collection<String> words) {
        return nearest(written, words).map(word -> " (is " + word + " meant?)").orElse("");
    }

    /** The nearest of the words, if few enough of its letters would have to change. */
    private static Optional<String> nearest(String written, Collection<String> words) {
        String lower = written.toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(_ -> written.length() <= LONGEST)
                .filter(word -> distance(lower, word) <= tolerance(word))
                .min(Comparator.comparingInt(word -> distance(lower, word)));
    }

    private static int tolerance(String word) {
        return Math.clamp(word.length() / 4, 1, 3);
    }

    /** How many letters to put in, take out, change, or swap with the next one. */
    private static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : least(steps, from, i, to, j);
            }
        }
        return steps[from.length()][to.length()];
    }

    private static int least(int[][] steps, String from, int i, String to, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int least = steps[i - 1][j - 1] + (same ? 0 : 1);
        least = Math.min(least, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
