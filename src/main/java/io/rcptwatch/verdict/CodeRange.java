package io.rcptwatch.verdict;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Basic codes that a rule is for: {@code 550}, {@code 4yz} for all of a class, as RFC 5321 §4.2.1
 * writes them, or {@code none} where the text has none.
 */
record CodeRange(int low, int high) {
    private static final Pattern FORM = Pattern.compile("([45])(?:yz|(\\d\\d))");

    private static final CodeRange NONE = new CodeRange(0, 0);

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static CodeRange of(String text) {
        if (text.equals("none")) {
            return NONE;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a code is 550, 5yz or none");
        }
        if (text.endsWith("yz")) {
            int hundreds = Integer.parseInt(matcher.group(1)) * 100;
            return new CodeRange(hundreds, hundreds + 99);
        }
        return new CodeRange(Integer.parseInt(text), Integer.parseInt(text));
    }

    boolean holds(ReplyFacts evidence) {
        if (equals(NONE)) {
            return evidence.code().isEmpty();
        }
        boolean wholeClass = high - low == 99;
        return wholeClass
                ? low / 100 == evidence.firstDigit()
                : evidence.code().isPresent() && evidence.code().getAsInt() == low;
    }
}
