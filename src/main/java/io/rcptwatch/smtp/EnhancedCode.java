package io.rcptwatch.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enhanced status code (RFC 3463 §2).
 *
 * @param kind 2 success, 4 transient, 5 permanent
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedCode(int kind, int subject, int detail) {
    // The lookahead keeps the start of an IP address or of a fourth number from being read as a
    // code.
    private static final Pattern LEADING =
            Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})(?=\\s|$|[:;,])");

    /** The code that a reply's text begins with (RFC 2034 §4); empty where it begins with none. */
    public static Optional<EnhancedCode> leading(String text) {
        Matcher matcher = LEADING.matcher(text);
        return matcher.lookingAt()
                ? Optional.of(
                        new EnhancedCode(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2)),
                                Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return kind + "." + subject + "." + detail;
    }
}
