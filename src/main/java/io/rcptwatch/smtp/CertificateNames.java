package io.rcptwatch.smtp;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a certificate is for a host (RFC 9525 §6): by its subjectAltName only. */
public final class CertificateNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateNames() {}

    /**
     * Whether it is for that host.
     *
     * @param host a name in any case, or an IP address
     */
    public static boolean match(X509Certificate certificate, String host) {
        Optional<InetAddress> address = literal(host);
        return subjectAltNames(certificate).stream().anyMatch(name -> names(name, host, address));
    }

    private static Collection<List<?>> subjectAltNames(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
        } catch (CertificateParsingException e) {
            // A name that nobody can read names nobody.
            return List.of();
        }
    }

    // RFC 9525 §6.2: what is looked for is a name or an address, and is never taken for the other.
    private static boolean names(
            List<?> subjectAltName, String host, Optional<InetAddress> address) {
        String value = String.valueOf(subjectAltName.get(1));
        return switch ((Integer) subjectAltName.getFirst()) {
            case DNS_NAME ->
                    address.isEmpty()
                            && matches(
                                    value.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT));
            // RFC 9525 §6.5: by its octets, for an IPv6 address can be written in many ways.
            case IP_ADDRESS -> address.isPresent() && literal(value).equals(address);
            default -> false;
        };
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** RFC 9525 §6.3: a wildcard stands for exactly one label, the first. */
    private static boolean matches(String pattern, String host) {
        int dot = host.indexOf('.');
        return pattern.equals(host)
                || (pattern.startsWith("*.")
                        && dot > 0
                        && pattern.substring(1).equals(host.substring(dot)));
    }
}
