package io.rcptwatch.config;

import io.rcptwatch.target.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host, perhaps with a port.
 *
 * @param host in A-labels and lower case, or an address without brackets
 * @param address the same, where it is an address
 * @param port 1 to 65535
 */
record Endpoint(String host, Optional<InetAddress> address, Optional<Integer> port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([^\\]]*)]|([^:\\[\\]]*))(?::([0-9]*))?");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    static final int HIGHEST_PORT = 65535;

    /** {@code mx.example}, {@code mx.example:25}, {@code 192.0.2.1:25}, {@code [2001:db8::1]}. */
    static Endpoint parse(String text) throws UnfitException {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new UnfitException(
                    IpLiterals.six(text).isPresent()
                            ? "is an IPv6 address without brackets"
                            : "is no host");
        }
        Optional<Integer> port = port(Optional.ofNullable(parts.group(3)));
        Optional<InetAddress> address = address(parts);
        String host = address.isPresent() ? bare(parts) : DomainNames.host(parts.group(2));
        return new Endpoint(host, address, port);
    }

    /** One that is given by its address, so that no name need be looked up. */
    static Endpoint numeric(String text) throws UnfitException {
        Endpoint endpoint = parse(text);
        if (endpoint.address.isEmpty()) {
            throw new UnfitException("is no IP address");
        }
        return endpoint;
    }

    HostPort onPort(int otherwise) {
        return new HostPort(host, port.orElse(otherwise));
    }

    InetSocketAddress socketAddress(int otherwise) {
        return new InetSocketAddress(address.orElseThrow(), port.orElse(otherwise));
    }

    private static Optional<InetAddress> address(Matcher parts) throws UnfitException {
        String bracketed = parts.group(1);
        if (bracketed == null) {
            return IpLiterals.four(parts.group(2));
        }
        return Optional.of(
                IpLiterals.six(bracketed)
                        .orElseThrow(() -> new UnfitException("has no IPv6 address in brackets")));
    }

    private static String bare(Matcher parts) {
        return (parts.group(1) == null ? parts.group(2) : parts.group(1)).toLowerCase(Locale.ROOT);
    }

    private static Optional<Integer> port(Optional<String> digits) throws UnfitException {
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        if (!PORT.matcher(digits.get()).matches()
                || Integer.parseInt(digits.get()) > HIGHEST_PORT) {
            throw new UnfitException("has a port that is none");
        }
        return digits.map(Integer::valueOf);
    }
}
