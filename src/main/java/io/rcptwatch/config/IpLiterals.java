package io.rcptwatch.config;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as numbers: never a name, so that reading a file asks no DNS. */
final class IpLiterals {
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern FOUR = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern LIKE_SIX = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private IpLiterals() {}

    static InetAddress parse(String text) throws UnfitException {
        Optional<InetAddress> address = four(text).or(() -> six(text));
        return address.orElseThrow(() -> new UnfitException("is no IP address"));
    }

    /** Four decimal numbers: the shorter, octal and hexadecimal forms are all refused. */
    static Optional<InetAddress> four(String text) {
        return FOUR.matcher(text).matches()
                ? Optional.of(InetAddress.ofLiteral(text))
                : Optional.empty();
    }

    /** RFC 4291 §2.2, without brackets and without a zone. */
    static Optional<InetAddress> six(String text) {
        if (!text.contains(":") || !LIKE_SIX.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
