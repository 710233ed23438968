package io.rcptwatch.selfcheck;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A DNS zone that lists addresses or domains (RFC 5782). */
record BlocklistZone(String name) {
    // The customer's key is the first label: it is nobody else's business.
    private static final Pattern WITH_KEY =
            Pattern.compile("[^.]+\\.([^.]+\\.(?:dq\\.spamhaus\\.net|mail\\.abusix\\.zone))");

    /** As it may be shown. */
    String shown() {
        Matcher keyed = WITH_KEY.matcher(name);
        return keyed.matches() ? keyed.group(1) : name;
    }

    /** A text about it that may be shown. */
    String hideKey(String text) {
        return text.replace(name, shown());
    }
}
