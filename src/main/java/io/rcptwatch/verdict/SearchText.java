package io.rcptwatch.verdict;

/**
 * A text that hundreds of words are looked up in.
 *
 * <p>It knows which sequences of three characters it may hold (as bits under their hash), so that
 * nearly every word that is not in it is dismissed without reading it again.
 */
final class SearchText {
    static final int TRIGRAM = 3;
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
    private final int[] trigrams;
    private final long[] bits = new long[BITS / Long.SIZE];

    SearchText(String value) {
        this.value = value;
        this.trigrams = trigramsOf(value);
        for (int trigram : trigrams) {
            int bit = bit(trigram);
            bits[bit >> 6] |= 1L << bit;
        }
    }

    /** The hashes of a text's sequences of three characters, in order; none of a shorter text. */
    private static int[] trigramsOf(String text) {
        int[] hashes = new int[Math.max(0, text.length() - TRIGRAM + 1)];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = trigram(text, i);
        }
        return hashes;
    }

    /** The hash of the three characters that begin there. */
    static int trigram(String text, int at) {
        return pair(text, at) * 31 + text.charAt(at + 2);
    }

    /** The hash of the two characters that begin there. */
    static int pair(String text, int at) {
        return text.charAt(at) * 31 + text.charAt(at + 1);
    }

    private static int bit(int hash) {
        return (hash ^ (hash >>> 12)) & (BITS - 1);
    }

    /** How many sequences of three characters it has. */
    int trigrams() {
        return trigrams.length;
    }

    /** The hash of the one that begins there. */
    int trigram(int at) {
        return trigrams[at];
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
        for (int trigram : word.trigrams) {
            int bit = bit(trigram);
            if ((bits[bit >> 6] & (1L << bit)) == 0) {
                return false;
            }
        }
        return true;
    }

    String value() {
        return value;
    }
}
