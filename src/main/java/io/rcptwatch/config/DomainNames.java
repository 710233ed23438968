package io.rcptwatch.config;

import io.rcptwatch.target.DomainName;
import java.net.IDN;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Names in the DNS, international ones among them, turned into A-labels (RFC 5890). */
public final class DomainNames {
    private static final int MOST_OCTETS = 253; // RFC 1035 §2.3.4, without length octets and root.
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    // A last label of digits only would be an address (RFC 1123 §2.1).
    private static final Pattern HOST =
            Pattern.compile("(?:" + LABEL + "\\.)*+(?![0-9]+$)" + LABEL);

    private DomainNames() {}

    /**
     * A domain that mail can be addressed to.
     *
     * @throws UnfitException if it is none, or has a single label: names on the Internet have more,
     *     and a resolver's search list would decide what a single one means (RFC 5321 §2.3.5)
     */
    public static DomainName parse(String text) throws UnfitException {
        String ascii = host(text);
        if (!ascii.contains(".")) {
            throw new UnfitException("has a single label");
        }
        return new DomainName(text, ascii);
    }

    /** A host name, also one of a single label, as containers have; in A-labels and lower case. */
    static String host(String text) throws UnfitException {
        if (text.isEmpty()) {
            throw new UnfitException("is empty");
        }
        refuseAmbiguous(text);
        String ascii = ascii(text);
        if (ascii.endsWith(".")) {
            throw new UnfitException("ends with a dot");
        }
        if (ascii.length() > MOST_OCTETS || !HOST.matcher(ascii).matches()) {
            throw new UnfitException("is no domain name");
        }
        return ascii;
    }

    private static String ascii(String text) throws UnfitException {
        try {
            // The length first: a hostile text must not cost more than a name does.
            return text.length() > MOST_OCTETS
                    ? text
                    : IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            throw new UnfitException("is no domain name");
        }
    }

    // RFC 5894 §7.2: IDNA2003, which the JDK has, and IDNA2008 turn these into different names.
    // What nobody sees in a name is refused with them, since IDNA2003 would drop it silently.
    private static void refuseAmbiguous(String text) throws UnfitException {
        OptionalInt ambiguous = text.codePoints().filter(DomainNames::isAmbiguous).findFirst();
        if (ambiguous.isPresent()) {
            throw new UnfitException(
                    "holds U+%04X, on which the standards for international names differ: write that label as its A-label (xn--…)"
                            .formatted(ambiguous.getAsInt()));
        }
    }

    private static boolean isAmbiguous(int c) {
        return "ßẞς".indexOf(c) >= 0 || Character.getType(c) == Character.FORMAT;
    }
}
