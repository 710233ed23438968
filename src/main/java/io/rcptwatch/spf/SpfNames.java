package io.rcptwatch.spf;

import io.rcptwatch.target.SafeText;
import java.util.Arrays;

/** Domain names as SPF sees them: without the final dot. */
final class SpfNames {
    /** RFC 7208 §4.3, by RFC 1035 §2.3.4: the octets of a name without its final dot. */
    static final int LONGEST = 253;

    // They would mean something else to our resolver, or come from what is no domain at all.
    private static final String BEYOND_DNS = "\\@[]";
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_QUOTE = 100;

    private SpfNames() {}

    /** Whether anybody could be asked about that name. */
    static boolean isProper(String name) {
        return name.length() <= LONGEST
                && Arrays.stream(name.split("\\.", -1))
                        .allMatch(l -> !l.isEmpty() && l.length() <= LONGEST_LABEL)
                && name.chars().allMatch(c -> c > ' ' && c < 127 && BEYOND_DNS.indexOf(c) < 0);
    }

    /** Whether it could have a record: RFC 7208 §4.3 wants more than one label. */
    static boolean canHaveRecord(String name) {
        return isProper(name) && name.contains(".");
    }

    static boolean isBelow(String name, String domain) {
        return name.endsWith("." + domain);
    }

    /** A piece of a record, for people. */
    static String quoted(String text) {
        // RFC 7208 §4.5: a record is US-ASCII.
        return "\"" + SafeText.line(text.replaceAll("[^\\p{ASCII}]", "?"), LONGEST_QUOTE) + "\"";
    }
}
