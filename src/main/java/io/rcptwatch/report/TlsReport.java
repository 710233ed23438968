package io.rcptwatch.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished handshake.
 *
 * @param verified whether the certificate is trusted, in date and names the host
 * @param problems what would not verify, by RFC 8460 result types
 * @param notAfter when the server's own certificate expires, as ISO 8601 in UTC; null where it
 *     showed none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TlsReport(
        String version,
        String cipher,
        boolean verified,
        List<String> problems,
        @Nullable String notAfter) {
    static TlsReport of(TlsSession session) {
        return new TlsReport(
                session.version(),
                session.cipher(),
                session.verified(),
                session.problems().stream().map(TlsProblem::label).sorted().toList(),
                session.chain().stream()
                        .findFirst()
                        .map(certificate -> certificate.getNotAfter().toInstant().toString())
                        .orElse(null));
    }
}
