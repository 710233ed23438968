package io.rcptwatch.verdict;

/**
 * A text that hundreds of words are looked up in.
 *
 * <p>It knows which sequences of three characters it may hold (as bits under their hash), so that
 * nearly every word that is not in it is dismissed without reading it again.
 */
final class SearchText {
    private static final int BITS = 4096;

    /** A word to look up, in texts without end. */
    static final class Word {
        private final String text;
        private final int[] trigrams;

        Word(String text) {
            this.text = text;
            this.trigrams = trigramsOf(text);
        }
    }

    private final String value;
    private final long[] trigrams = new long[BITS / Long.SIZE];

    SearchText(String value) {
        this.value = value;
        for (int bit : trigramsOf(value)) {
            trigrams[bit >> 6] |= 1L << bit;
        }
    }

    /** The bits of a text's sequences of three characters, in order; none of a shorter text. */
    private static int[] trigramsOf(String text) {
        int[] bits = new int[Math.max(0, text.length() - 2)];
        for (int i = 0; i < bits.length; i++) {
            int hash = (text.charAt(i) * 31 + text.charAt(i + 1)) * 31 + text.charAt(i + 2);
            bits[i] = (hash ^ (hash >>> 12)) & (BITS - 1);
        }
        return bits;
    }

    /** Whether it holds a word of each list, one behind the other. */
    boolean holdsOneOfEach(Word[][] lists) {
        int from = 0;
        for (Word[] list : lists) {
            int end = Integer.MAX_VALUE;
            for (Word word : list) {
                int at = mayHold(word) ? value.indexOf(word.text, from) : -1;
                end = at < 0 ? end : Math.min(end, at + word.text.length());
            }
            if (end == Integer.MAX_VALUE) {
                return false;
            }
            from = end;
        }
        return true;
    }

    private boolean mayHold(Word word) {
        for (int bit : word.trigrams) {
            if ((trigrams[bit >> 6] & (1L << bit)) == 0) {
                return false;
            }
        }
        return true;
    }

    String value() {
        return value;
    }
}
