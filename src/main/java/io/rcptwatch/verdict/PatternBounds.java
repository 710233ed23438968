package io.rcptwatch.verdict;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a regular expression may cost before it is compiled: its length, which also bounds how deep
 * its groups nest, and how often it repeats a part. RE2 copies a part as often as it is counted, so
 * that counts within counts multiply.
 */
final class PatternBounds {
    private static final int MAX_LENGTH = 1000;
    private static final int MAX_REPETITIONS = 1000;
    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

    private final String pattern;
    private final Deque<Long> outside = new ArrayDeque<>();
    private long most = 1; // repetitions of any part so far, in the group that is open
    private long latest = 1; // of the part just read

    private PatternBounds(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Accepts a pattern that is within bounds.
     *
     * @throws IllegalArgumentException if it is not; the message says what is allowed
     */
    static void check(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
        }
        if (new PatternBounds(pattern).repetitions() > MAX_REPETITIONS) {
            throw new IllegalArgumentException(
                    "repeats a part more than " + MAX_REPETITIONS + " times");
        }
    }

    private long repetitions() {
        int at = 0;
        while (at < pattern.length() && most <= MAX_REPETITIONS) {
            at = next(at);
        }
        return most;
    }

    private int next(int at) {
        switch (pattern.charAt(at)) {
            case '\\' -> {
                latest = 1;
                return at + 2;
            }
            case '[' -> {
                latest = 1;
                return endOfClass(at);
            }
            case '(' -> {
                outside.push(most);
                most = 1;
                latest = 1;
            }
            case ')' -> {
                latest = most;
                most = Math.max(most, outside.isEmpty() ? 1 : outside.pop());
            }
            case '{' -> {
                return count(at);
            }
            default -> latest = 1;
        }
        return at + 1;
    }

    private int count(int at) {
        Matcher count = COUNT.matcher(pattern).region(at, pattern.length());
        if (!count.lookingAt()) {
            return at + 1; // RE2 takes it for itself.
        }
        String last = count.group(2);
        latest *= Long.parseLong(last == null || last.isEmpty() ? count.group(1) : last);
        most = Math.max(most, latest);
        return count.end();
    }

    private int endOfClass(int start) {
        int at = start + 1;
        at += pattern.startsWith("^", at) ? 1 : 0;
        at += pattern.startsWith("]", at) ? 1 : 0;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }
}
