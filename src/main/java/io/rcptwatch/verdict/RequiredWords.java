package io.rcptwatch.verdict;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads from a regular expression (RE2 syntax) which plain words a text must hold, one of them at
 * least, before the expression can match: {@code no such (user|mailbox)} needs {@code no such}.
 *
 * <p>It need not find all there is to find, but never names words that a match can do without.
 */
final class RequiredWords {
    private static final String QUANTIFIERS = "?*+{";
    private static final String NOT_PLAIN = ".^$|()[]" + QUANTIFIERS + "\\";

    private final String pattern;
    private int at;

    private RequiredWords(String pattern) {
        this.pattern = pattern;
    }

    /** The words; empty where none can be named. */
    static List<String> of(String pattern) {
        return new RequiredWords(pattern).alternatives();
    }

    /** Whether the pattern has no operators, so that it is nothing but its word. */
    static boolean isPlain(String pattern) {
        return pattern.chars().noneMatch(c -> NOT_PLAIN.indexOf(c) >= 0);
    }

    private List<String> alternatives() {
        List<String> words = new ArrayList<>();
        boolean known = true;
        while (true) {
            List<String> branch = branch();
            known &= !branch.isEmpty();
            words.addAll(branch);
            if (!next('|')) {
                return known ? words : List.of();
            }
        }
    }

    /** What stands between two bars: its best part is enough. */
    private List<String> branch() {
        List<String> best = List.of();
        StringBuilder plain = new StringBuilder();
        while (at < pattern.length() && peek() != '|' && peek() != ')') {
            List<String> words = atom();
            boolean repeated = at < pattern.length() && QUANTIFIERS.indexOf(peek()) >= 0;
            boolean needed = !repeated || peek() == '+';
            if (repeated) {
                skipQuantifier();
            }
            if (!repeated && words.size() == 1 && words.getFirst().length() == 1) {
                plain.append(words.getFirst());
                continue;
            }
            best = better(best, List.of(plain.toString()));
            plain.setLength(0);
            best = needed ? better(best, words) : best;
        }
        return better(best, List.of(plain.toString()));
    }

    /** One character, class, escape or group, without its quantifier. */
    private List<String> atom() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> characterClass();
            case '\\' -> escape();
            case '.', '^', '$' -> List.of();
            default -> List.of(String.valueOf(c));
        };
    }

    private List<String> group() {
        if (next('?') && !next(':')) {
            throw new IllegalArgumentException("only (...) and (?:...) are groups here");
        }
        List<String> words = alternatives();
        next(')');
        return words;
    }

    private List<String> characterClass() {
        next('^');
        next(']');
        while (at < pattern.length() && peek() != ']') {
            at += peek() == '\\' ? 2 : 1;
        }
        at++;
        return List.of();
    }

    private List<String> escape() {
        char c = at < pattern.length() ? pattern.charAt(at++) : '\\';
        return Character.isLetterOrDigit(c) ? List.of() : List.of(String.valueOf(c));
    }

    private void skipQuantifier() {
        int end = peek() == '{' ? pattern.indexOf('}', at) : at;
        at = end < 0 ? pattern.length() : end + 1;
        next('?');
    }

    private char peek() {
        return pattern.charAt(at);
    }

    private boolean next(char wanted) {
        boolean there = at < pattern.length() && peek() == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private static List<String> better(List<String> one, List<String> other) {
        return shortest(other) > shortest(one) ? other : one;
    }

    private static int shortest(List<String> words) {
        return words.stream().mapToInt(String::length).min().orElse(0);
    }
}
