package io.rcptwatch.config;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands for a domain where there is only an address (RFC 5321 §4.1.3). */
final class AddressLiterals {
    private static final Pattern FORM = Pattern.compile("\\[(?:(?i:IPv6:)([^\\]]*)|([^\\]]*))]");

    private AddressLiterals() {}

    /** As written, if it is {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}. */
    static String parse(String text) throws UnfitException {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || address(matcher).isEmpty()) {
            throw new UnfitException("is no address literal");
        }
        return text;
    }

    private static Optional<InetAddress> address(Matcher matcher) {
        String six = matcher.group(1);
        return six == null ? IpLiterals.four(matcher.group(2)) : IpLiterals.six(six);
    }
}
