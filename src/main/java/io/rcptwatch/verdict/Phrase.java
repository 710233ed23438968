package io.rcptwatch.verdict;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One way to say it: a regular expression in RE2 syntax, over text in lower case. */
final class Phrase {
    private final List<String> triggers;
    private final SearchText.Word[][] words;
    private final boolean plain;
    private final String expression;
    // Compiled at its first use: of the thousands that we ship, one process needs some dozens, and
    // compiled each takes 4 kB.
    private volatile @Nullable Predicate<String> search;

    /** Takes a pattern that was checked. */
    Phrase(String expression) {
        this.expression = expression;
        List<List<String>> required = RequiredWords.of(expression);
        this.triggers = RequiredWords.best(required);
        this.words = required.stream().map(Phrase::searchable).toArray(SearchText.Word[][]::new);
        this.plain = words.length > 0 && RequiredWords.isPlain(expression);
    }

    private static SearchText.Word[] searchable(List<String> words) {
        return words.stream().map(SearchText.Word::new).toArray(SearchText.Word[]::new);
    }

    /**
     * Checks a pattern of an operator's; the tests do that for those that we ship.
     *
     * @throws IllegalArgumentException if it is none, or could never match
     */
    static void check(String expression) {
        PatternBounds.check(expression);
        if (hasUpperCase(expression)) {
            throw new IllegalArgumentException("the text is in lower case: so must be a pattern");
        }
        RequiredWords.of(expression);
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Apart from letters that stand for classes, as in {@code \S}. */
    private static boolean hasUpperCase(String expression) {
        for (int i = 0; i < expression.length(); i++) {
            if (expression.charAt(i) == '\\') {
                i++;
            } else if (Character.isUpperCase(expression.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether most texts are dismissed without running the pattern. */
    boolean isCheap() {
        return words.length > 0;
    }

    /** What it matches in a text that it is in. */
    String found(SearchText text) {
        Matcher matcher = Pattern.compile(expression).matcher(text.value());
        return matcher.find() ? matcher.group() : "";
    }

    /** One of these stands in every text that it matches; empty where none can be named. */
    List<String> triggers() {
        return triggers;
    }

    /** The words come first: looking them up is a hundred times cheaper than the pattern. */
    boolean in(SearchText text) {
        return text.holdsOneOfEach(words) && (plain || search().test(text.value()));
    }

    private Predicate<String> search() {
        Predicate<String> known = search;
        if (known == null) {
            known = compiled(expression);
            search = known;
        }
        return known;
    }

    /**
     * The JDK's engine is several times as quick as RE2's, but goes back and forth: only where that
     * cannot take long.
     */
    private static Predicate<String> compiled(String expression) {
        if (RequiredWords.isBounded(expression)) {
            return java.util.regex.Pattern.compile(expression).asPredicate();
        }
        Pattern pattern = Pattern.compile(expression);
        return text -> pattern.matcher(text).find();
    }
}
