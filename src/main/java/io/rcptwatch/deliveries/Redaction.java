package io.rcptwatch.deliveries;

import io.rcptwatch.target.SafeText;
import java.util.regex.Pattern;

/** Removes mailboxes from a text for people, also those in URLs. */
public final class Redaction {
    private static final int LONGEST = 300;

    // A quoted local part may hold spaces (RFC 5321 §4.1.2).
    private static final Pattern MAILBOX =
            Pattern.compile(
                    "<?(?:\"[^\"\\n]{1,64}\"|[^\\s<>()\\[\\]\"',;:@]{1,320})(?:@|%40)[^\\s<>()\\[\\]\"',;:]{1,253}+>?");

    private Redaction() {}

    /** The text on one line, short, and without mailboxes. */
    public static String of(String text) {
        return MAILBOX.matcher(SafeText.line(text, LONGEST)).replaceAll("<address>");
    }
}
