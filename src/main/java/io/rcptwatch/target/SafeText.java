package io.rcptwatch.target;

import java.util.regex.Pattern;

/**
 * Text from strangers, made safe to show: short, and nothing in it that a terminal or log obeys.
 */
public final class SafeText {
    private static final Pattern BREAKS = Pattern.compile("[\\t\\r\\n]+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private SafeText() {}

    /** The first {@code most} UTF-16 units of a text; an ellipsis stands for the rest. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }

    /** The same on one line, with U+FFFD for each unprintable character. */
    public static String line(String text, int most) {
        String line = BREAKS.matcher(cut(text, most)).replaceAll(" ").stripTrailing();
        return UNPRINTABLE.matcher(line).replaceAll("\uFFFD");
    }
}
