package io.rcptwatch.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A finished handshake, and the server's own certificate, valid or not. Its texts are printable and
 * of bounded length. What a server without a certificate cannot show is null.
 *
 * @param verified whether the certificate is trusted, in date and names the host
 * @param problems what would not verify, by RFC 8460 result types
 * @param remarks what RFC 9325 calls weak, in words; nothing depends on it
 * @param subject whom the certificate is for, by its distinguished name (RFC 4514)
 * @param names the hosts and addresses that it is for, 20 at most
 * @param namesLeftOut how many more there are
 * @param issuer who signed it
 * @param key its kind and size: RSA 2048, EC P-256, Ed25519
 * @param signature how it was signed, as the JDK names that: SHA256withRSA
 * @param notBefore since when it is valid, as ISO 8601 in UTC
 * @param notAfter when it expires, as ISO 8601 in UTC
 * @param chainLength how many certificates the server showed, its own among them
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TlsReport(
        String version,
        String cipher,
        boolean verified,
        List<String> problems,
        List<String> remarks,
        @Nullable String subject,
        List<String> names,
        int namesLeftOut,
        @Nullable String issuer,
        @Nullable String key,
        @Nullable String signature,
        @Nullable String notBefore,
        @Nullable String notAfter,
        int chainLength) {
    private static final int MOST_NAMES = 20;

    /** A handshake in the shape of JSON. */
    public static TlsReport of(TlsSession session) {
        Optional<X509Certificate> own = session.chain().stream().findFirst();
        List<String> names = own.map(CertificateFacts::names).orElse(List.of());
        return new TlsReport(
                session.version(),
                session.cipher(),
                session.verified(),
                session.problems().stream().map(TlsProblem::label).sorted().toList(),
                Weaknesses.of(session),
                own.map(c -> CertificateFacts.name(c.getSubjectX500Principal())).orElse(null),
                names.stream().limit(MOST_NAMES).map(CertificateFacts::printable).toList(),
                Math.max(0, names.size() - MOST_NAMES),
                own.map(c -> CertificateFacts.name(c.getIssuerX500Principal())).orElse(null),
                own.map(c -> CertificateFacts.key(c.getPublicKey())).orElse(null),
                own.map(c -> CertificateFacts.printable(c.getSigAlgName())).orElse(null),
                own.map(c -> c.getNotBefore().toInstant().toString()).orElse(null),
                own.map(c -> c.getNotAfter().toInstant().toString()).orElse(null),
                session.chain().size());
    }
}
