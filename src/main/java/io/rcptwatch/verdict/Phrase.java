package io.rcptwatch.verdict;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;

/** One pattern of a rule: a regular expression in RE2 syntax, over text in lower case. */
final class Phrase {
    private record Word(String text, int[] trigrams) {}

    private final List<Word> words;
    private final boolean plain;
    private final Pattern pattern;

    private Phrase(String expression) {
        this.words =
                RequiredWords.of(expression).stream()
                        .map(word -> new Word(word, SearchText.trigramsOf(word)))
                        .toList();
        this.plain = RequiredWords.isPlain(expression);
        this.pattern = Pattern.compile(expression);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is none, or could never match
     */
    static Phrase of(String expression) {
        if (expression.matches("(?s)(?:[^\\\\]|\\\\.)*?\\p{Lu}.*")) {
            throw new IllegalArgumentException("the text is in lower case: so must be a pattern");
        }
        try {
            return new Phrase(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    boolean in(SearchText text) {
        return mayBeIn(text) && (plain || pattern.matcher(text.value()).find());
    }

    private boolean mayBeIn(SearchText text) {
        for (Word word : words) {
            if (text.holds(word.text(), word.trigrams())) {
                return true;
            }
        }
        return words.isEmpty();
    }
}
