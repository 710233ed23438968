package io.rcptwatch.report;

import io.rcptwatch.target.SafeText;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** What a certificate says, for people: whoever wrote it may have meant to deceive a terminal. */
final class CertificateFacts {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int LONGEST = 200;

    private CertificateFacts() {}

    /** The hosts and addresses that it is for (RFC 5280 §4.2.1.6), as they stand there. */
    static List<String> names(X509Certificate certificate) {
        return subjectAltNames(certificate).stream()
                .filter(name -> List.of(DNS_NAME, IP_ADDRESS).contains(name.getFirst()))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    private static Collection<List<?>> subjectAltNames(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    static String name(X500Principal principal) {
        return printable(principal.getName());
    }

    /** Its kind and size. */
    static String key(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
            // The JDK knows no curves but those of NIST.
            case ECPublicKey ec -> "EC P-" + curveBits(ec);
            case EdECPublicKey edwards -> edwards.getParams().getName();
            default -> printable(key.getAlgorithm());
        };
    }

    static int curveBits(ECPublicKey key) {
        return key.getParams().getCurve().getField().getFieldSize();
    }

    /** On one line, without anything unprintable, at most 200 characters. */
    static String printable(String text) {
        return SafeText.line(text, LONGEST);
    }
}
