package io.rcptwatch.verdict;

import io.rcptwatch.smtp.EnhancedCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Enhanced codes that a rule is for: {@code 5.1.1}, {@code X.7.606-649} with any first digit, or
 * {@code none} where the reply has none.
 *
 * @param kind the first digit; 0 for any, -1 for no code
 */
record EnhancedRange(int kind, int subject, int low, int high) {
    private static final Pattern FORM =
            Pattern.compile("([X45])\\.(\\d{1,3})\\.(\\d{1,3})(?:-(\\d{1,3}))?");

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static EnhancedRange of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.equals("none")) {
            return new EnhancedRange(-1, 0, 0, 0);
        }
        if (!matcher.matches()) {
            throw new IllegalArgumentException("an enhanced code is 5.1.1, X.1.1, X.7.606-649");
        }
        int low = Integer.parseInt(matcher.group(3));
        return new EnhancedRange(
                text.charAt(0) == 'X' ? 0 : text.charAt(0) - '0',
                Integer.parseInt(matcher.group(2)),
                low,
                matcher.group(4) == null ? low : Integer.parseInt(matcher.group(4)));
    }

    boolean holds(ReplyFacts evidence) {
        return kind < 0
                ? evidence.enhancedCode().isEmpty()
                : evidence.enhancedCode().filter(this::contains).isPresent();
    }

    private boolean contains(EnhancedCode code) {
        return (kind == 0 || kind == code.kind())
                && subject == code.subject()
                && low <= code.detail()
                && code.detail() <= high;
    }
}
