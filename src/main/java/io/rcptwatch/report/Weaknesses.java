package io.rcptwatch.report;

import io.rcptwatch.smtp.TlsSession;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What RFC 9325 advises against, of what a handshake shows. */
final class Weaknesses {
    private static final Pattern OLD_HASH = Pattern.compile("(?i)(md2|md5|sha-?1)with.*");

    private Weaknesses() {}

    static List<String> of(TlsSession session) {
        return Stream.concat(
                        session.chain().stream().limit(1).flatMap(Weaknesses::ofCertificate),
                        ofCipher(session.cipher()).stream())
                .toList();
    }

    private static Stream<String> ofCertificate(X509Certificate certificate) {
        return Stream.of(ofKey(certificate), ofSignature(certificate)).flatMap(Optional::stream);
    }

    // RFC 9325 §4.5: an RSA key has 2048 bits at least, a curve 224.
    private static Optional<String> ofKey(X509Certificate certificate) {
        boolean weak =
                switch (certificate.getPublicKey()) {
                    case RSAPublicKey rsa -> rsa.getModulus().bitLength() < 2048;
                    case ECPublicKey ec -> CertificateFacts.curveBits(ec) < 224;
                    default -> false;
                };
        return weak ? Optional.of("the certificate's key is too short") : Optional.empty();
    }

    // RFC 9325 §4.5: SHA-1 and MD5 must not be used.
    private static Optional<String> ofSignature(X509Certificate certificate) {
        return OLD_HASH.matcher(certificate.getSigAlgName()).matches()
                ? Optional.of("the certificate is signed with a broken hash")
                : Optional.empty();
    }

    // RFC 9325 §4.1: no static RSA, for it has no forward secrecy. The suites of TLS 1.3 all have.
    private static Optional<String> ofCipher(String cipher) {
        return cipher.startsWith("TLS_RSA_")
                ? Optional.of("the cipher suite has no forward secrecy")
                : Optional.empty();
    }
}
