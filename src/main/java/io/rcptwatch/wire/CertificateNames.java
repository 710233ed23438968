package io.rcptwatch.wire;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a certificate is for a host (RFC 9525 §6): by its subjectAltName only. */
final class CertificateNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateNames() {}

    static boolean match(X509Certificate certificate, String host) {
        return subjectAltNames(certificate).stream().anyMatch(name -> names(name, host));
    }

    private static Collection<List<?>> subjectAltNames(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
        } catch (CertificateParsingException e) {
            // A name that nobody can read names nobody.
            return List.of();
        }
    }

    private static boolean names(List<?> subjectAltName, String host) {
        String value = String.valueOf(subjectAltName.get(1)).toLowerCase(Locale.ROOT);
        return switch ((Integer) subjectAltName.getFirst()) {
            case DNS_NAME -> matches(value, host.toLowerCase(Locale.ROOT));
            case IP_ADDRESS -> value.equals(host);
            default -> false;
        };
    }

    /** RFC 9525 §6.3: a wildcard stands for exactly one label, the first. */
    static boolean matches(String pattern, String host) {
        int dot = host.indexOf('.');
        return pattern.equals(host)
                || (pattern.startsWith("*.")
                        && dot > 0
                        && pattern.substring(1).equals(host.substring(dot)));
    }
}
