package io.rcptwatch.mtasts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One {@code mx} of a policy (RFC 8461 §3.2).
 *
 * @param text in lower case; with {@code *.} in front it stands for all names one label longer
 */
public record MxPattern(String text) {
    private static final Pattern SYNTAX =
            Pattern.compile("(?=.{1,255}$)(\\*\\.)?[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

    /** Reads a pattern; empty where it is none. */
    static Optional<MxPattern> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return SYNTAX.matcher(lower).matches()
                ? Optional.of(new MxPattern(lower))
                : Optional.empty();
    }

    /**
     * Whether it stands for that host.
     *
     * @param host without the final dot, in any case of letters
     */
    boolean matches(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int dot = lower.indexOf('.');
        // RFC 8461 §4.1: a wildcard is exactly one label, the leftmost.
        return text.startsWith("*.")
                ? dot > 0 && text.substring(1).equals(lower.substring(dot))
                : text.equals(lower);
    }

    @Override
    public String toString() {
        return text;
    }
}
