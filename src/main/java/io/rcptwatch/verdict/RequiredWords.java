package io.rcptwatch.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads from a regular expression (RE2 syntax) which plain words a text must hold before the
 * expression can match: {@code no such (user|mailbox)} needs {@code no such}, and one of {@code
 * user} and {@code mailbox}.
 *
 * <p>It need not find all there is to find, but never names words that a match can do without. What
 * it does not know (flags, names, characters by number) is refused, so that this stays true.
 */
final class RequiredWords {
    /** Single characters are in nearly every text. */
    private static final int SHORTEST = 2;

    private static final int FEW = 4;

    private static final String QUANTIFIERS = "?*+{";
    private static final String CLASSES = "bBdDsSwWAz";
    private static final String NOT_PLAIN = ".^$|()[]" + QUANTIFIERS + "\\";

    private final String pattern;
    private int at;

    private RequiredWords(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Lists of words, of each of which a text must hold one, in the order of the lists; none where
     * none can be named.
     */
    static List<List<String>> of(String pattern) {
        return new RequiredWords(pattern).alternatives();
    }

    /**
     * The alternatives of a whole pattern, of which any will do: {@code no|such (user|box)} has
     * two. Each needs words of its own, so that most are dismissed without being run.
     */
    static List<String> alternativesOf(String pattern) {
        List<String> found = new ArrayList<>();
        boolean inClass = false;
        int depth = 0;
        int start = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (inClass) {
                inClass = c != ']';
            } else if (c == '|' && depth == 0) {
                found.add(pattern.substring(start, i));
                start = i + 1;
            } else {
                inClass = c == '[';
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
        }
        found.add(pattern.substring(start));
        return found;
    }

    /** Whether the pattern has no operators, so that it is nothing but its word. */
    static boolean isPlain(String pattern) {
        return pattern.chars().noneMatch(c -> NOT_PLAIN.indexOf(c) >= 0);
    }

    /**
     * Whether one part at most is repeated more often than {@value #FEW} times, none without end,
     * and groups count always: then no engine can go back and forth for long.
     */
    static boolean isBounded(String pattern) {
        if (pattern.contains(",}")) {
            return false;
        }
        boolean inClass = false;
        int repetitions = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (inClass) {
                inClass = c != ']';
            } else if (c == '*' || c == '+') {
                return false;
            } else {
                inClass = c == '[';
                repetitions += c == '{' && isLong(pattern, i) ? 1 : 0;
            }
        }
        return repetitions <= 1;
    }

    /** Whether what stands before that brace is a group, or is repeated often. */
    private static boolean isLong(String pattern, int brace) {
        String times = pattern.substring(brace + 1, pattern.indexOf('}', brace));
        return pattern.charAt(brace - 1) == ')'
                || Integer.parseInt(times.substring(times.indexOf(',') + 1)) > FEW;
    }

    /** Of several alternatives, the best list of each: one of all those words must be there. */
    private List<List<String>> alternatives() {
        List<List<String>> first = branch();
        if (!at('|')) {
            return first;
        }
        List<List<String>> best = new ArrayList<>(List.of(best(first)));
        while (next('|')) {
            best.add(best(branch()));
        }
        return best.stream().anyMatch(List::isEmpty)
                ? List.of()
                : List.of(best.stream().flatMap(List::stream).toList());
    }

    /** What stands between two bars: all its parts must be there. */
    private List<List<String>> branch() {
        List<List<String>> needed = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        while (at < pattern.length() && !at('|') && !at(')')) {
            int start = at;
            List<List<String>> words = atom();
            boolean repeated = at < pattern.length() && QUANTIFIERS.indexOf(peek()) >= 0;
            boolean atLeastOnce = !repeated || at('+');
            if (repeated) {
                skipQuantifier();
            } else if (isLetter(start, words)) {
                plain.append(words.getFirst().getFirst());
                continue;
            }
            add(needed, List.of(plain.toString()));
            plain.setLength(0);
            if (atLeastOnce) {
                words.forEach(list -> add(needed, list));
            }
        }
        add(needed, List.of(plain.toString()));
        return needed;
    }

    private boolean isLetter(int start, List<List<String>> words) {
        return pattern.charAt(start) != '(' && !words.isEmpty();
    }

    private static void add(List<List<String>> needed, List<String> words) {
        if (shortest(words) >= SHORTEST) {
            needed.add(words);
        }
    }

    /** One character, class, escape or group, without its quantifier. */
    private List<List<String>> atom() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> characterClass();
            case '\\' -> escape();
            case '.', '^', '$' -> List.of();
            default -> List.of(List.of(String.valueOf(c)));
        };
    }

    private List<List<String>> group() {
        if (next('?') && !next(':')) {
            throw new IllegalArgumentException("only (...) and (?:...) are groups here");
        }
        List<List<String>> words = alternatives();
        next(')');
        return words;
    }

    private List<List<String>> characterClass() {
        next('^');
        next(']');
        while (at < pattern.length() && !at(']')) {
            if (pattern.startsWith("[:", at)) {
                throw new IllegalArgumentException("[:...:] is not known here");
            }
            at += at('\\') ? 2 : 1;
        }
        at++;
        return List.of();
    }

    private List<List<String>> escape() {
        char c = at < pattern.length() ? pattern.charAt(at++) : '\\';
        if (!Character.isLetterOrDigit(c)) {
            return List.of(List.of(String.valueOf(c)));
        }
        if (CLASSES.indexOf(c) < 0) {
            throw new IllegalArgumentException("\\" + c + " is not known here");
        }
        return List.of();
    }

    private void skipQuantifier() {
        int end = at('{') ? pattern.indexOf('}', at) : at;
        at = end < 0 ? pattern.length() : end + 1;
        next('?');
    }

    private boolean at(char wanted) {
        return at < pattern.length() && peek() == wanted;
    }

    private char peek() {
        return pattern.charAt(at);
    }

    private boolean next(char wanted) {
        boolean there = at(wanted);
        at += there ? 1 : 0;
        return there;
    }

    /** The list that tells most: of which even the shortest word is long. */
    static List<String> best(List<List<String>> lists) {
        return lists.stream()
                .max(Comparator.comparingInt(RequiredWords::shortest))
                .orElse(List.of());
    }

    private static int shortest(List<String> words) {
        return words.stream().mapToInt(String::length).min().orElse(0);
    }
}
