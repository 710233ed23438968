package io.rcptwatch.dane;

import io.rcptwatch.dns.TlsaRecord;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the data of a usable TLSA record stands for (RFC 6698 §2.1). */
final class Association {
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private Association() {}

    /** Whether a record means that certificate, be it a host's or an authority's. */
    static boolean matches(TlsaRecord record, X509Certificate certificate) {
        try {
            byte[] part =
                    record.selector() == Usability.PUBLIC_KEY
                            ? certificate.getPublicKey().getEncoded()
                            : certificate.getEncoded();
            return MessageDigest.isEqual(
                    HexFormat.of().parseHex(record.data()), digested(part, record.matchingType()));
        } catch (CertificateException _) {
            return false;
        }
    }

    private static byte[] digested(byte[] part, int matchingType) {
        return switch (matchingType) {
            case Usability.SHA_256 -> digest("SHA-256", part);
            case Usability.SHA_512 -> digest("SHA-512", part);
            default -> part;
        };
    }

    private static byte[] digest(String algorithm, byte[] part) {
        try {
            return MessageDigest.getInstance(algorithm).digest(part);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no " + algorithm + " in this Java", e);
        }
    }

    /**
     * The authority that a record means: it stands in the record itself, or in the chain.
     *
     * @param chain the server's certificates, its own first
     */
    static Stream<TrustAnchor> anchors(TlsaRecord record, List<X509Certificate> chain) {
        if (record.matchingType() != Usability.EXACT) {
            // RFC 7672 §3.1.2: a digest helps only where the server shows the authority too.
            return chain.stream()
                    .skip(1)
                    .filter(certificate -> matches(record, certificate))
                    .map(certificate -> new TrustAnchor(certificate, null));
        }
        return record.selector() == Usability.PUBLIC_KEY
                ? publicKey(record).stream().flatMap(key -> bareKey(key, chain))
                : certificate(record).stream().map(c -> new TrustAnchor(c, null));
    }

    /** A key without a name: each issuer in the chain may be the one whose it is. */
    private static Stream<TrustAnchor> bareKey(PublicKey key, List<X509Certificate> chain) {
        return chain.stream()
                .map(X509Certificate::getIssuerX500Principal)
                .distinct()
                .map(issuer -> new TrustAnchor(issuer, key, null));
    }

    /** Whether the data is a certificate or a key, where it is not a digest. */
    static boolean readable(TlsaRecord record) {
        return record.selector() == Usability.PUBLIC_KEY
                ? publicKey(record).isPresent()
                : certificate(record).isPresent();
    }

    private static Optional<X509Certificate> certificate(TlsaRecord record) {
        byte[] data = HexFormat.of().parseHex(record.data());
        try {
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(data)));
        } catch (CertificateException _) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> publicKey(TlsaRecord record) {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(HexFormat.of().parseHex(record.data()));
        return KEY_ALGORITHMS.stream()
                .flatMap(algorithm -> publicKey(spec, algorithm).stream())
                .findFirst();
    }

    private static Optional<PublicKey> publicKey(X509EncodedKeySpec spec, String algorithm) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(spec));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }
}
