package io.rcptwatch.verdict;

/**
 * A text that hundreds of words are looked up in.
 *
 * <p>It knows which sequences of three characters it may hold (as bits under their hash), so that
 * nearly every word that is not in it is dismissed without reading it again.
 */
final class SearchText {
    private static final int BITS = 4096;

    private final String value;
    private final long[] trigrams = new long[BITS / Long.SIZE];

    SearchText(String value) {
        this.value = value;
        for (int bit : trigramsOf(value)) {
            trigrams[bit >> 6] |= 1L << bit;
        }
    }

    /** The bits of a text's sequences of three characters, in order; none of a shorter text. */
    static int[] trigramsOf(String text) {
        int[] bits = new int[Math.max(0, text.length() - 2)];
        for (int i = 0; i < bits.length; i++) {
            int hash = (text.charAt(i) * 31 + text.charAt(i + 1)) * 31 + text.charAt(i + 2);
            bits[i] = (hash ^ hash >>> 12) & BITS - 1;
        }
        return bits;
    }

    /** Whether it holds the word, whose sequences these are. */
    boolean holds(String word, int[] trigramsOfWord) {
        for (int bit : trigramsOfWord) {
            if ((trigrams[bit >> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return value.contains(word);
    }

    String value() {
        return value;
    }
}
