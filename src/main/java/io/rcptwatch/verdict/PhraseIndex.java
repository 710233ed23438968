package io.rcptwatch.verdict;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the few wordings that can be in a text among hundreds, by going through the text once: one
 * can only be there where a word stands that one of its phrases needs.
 */
final class PhraseIndex {
    private static final int BUCKETS = 8192;
    private static final int TRIGRAM = 3;
    private static final Trigger[] NONE = {};

    /** A word without which one of the phrases at that place of the list cannot match. */
    private record Trigger(String word, int place) {}

    // By the first three characters of the word.
    private final Trigger[][] buckets = new Trigger[BUCKETS][];
    // Those without words, or with words too short to look up.
    private final BitSet always = new BitSet();

    /** An index of what is said, and what is pointed to, at each place of a list. */
    PhraseIndex(List<List<Phrase>> list) {
        Arrays.fill(buckets, NONE);
        for (int place = 0; place < list.size(); place++) {
            if (isFindable(list.get(place))) {
                add(list.get(place), place);
            } else {
                always.set(place);
            }
        }
    }

    private static boolean isFindable(List<Phrase> phrases) {
        return !phrases.isEmpty()
                && phrases.stream()
                        .map(Phrase::triggers)
                        .allMatch(
                                words ->
                                        !words.isEmpty()
                                                && words.stream()
                                                        .allMatch(w -> w.length() >= TRIGRAM));
    }

    private void add(List<Phrase> phrases, int place) {
        for (Phrase phrase : phrases) {
            for (String word : phrase.triggers()) {
                int bucket = bucket(word.charAt(0), word.charAt(1), word.charAt(2));
                buckets[bucket] =
                        Stream.concat(
                                        Stream.of(buckets[bucket]),
                                        Stream.of(new Trigger(word, place)))
                                .toArray(Trigger[]::new);
            }
        }
    }

    private static int bucket(char first, char second, char third) {
        int hash = (first * 31 + second) * 31 + third;
        return (hash ^ (hash >>> 13)) & (BUCKETS - 1);
    }

    /** The places of those that may be in a text. */
    BitSet candidates(ReplyText text) {
        BitSet candidates = (BitSet) always.clone();
        mark(text.words().value(), candidates);
        mark(text.links().value(), candidates);
        return candidates;
    }

    private void mark(String text, BitSet candidates) {
        char first = 0;
        char second = 0;
        for (int end = 0; end < text.length(); end++) {
            char third = text.charAt(end);
            for (Trigger trigger : buckets[bucket(first, second, third)]) {
                if (!candidates.get(trigger.place())
                        && text.startsWith(trigger.word(), end + 1 - TRIGRAM)) {
                    candidates.set(trigger.place());
                }
            }
            first = second;
            second = third;
        }
    }
}
