package io.rcptwatch.smtp;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * A finished TLS handshake, and what a strict client would have said to the certificate.
 *
 * @param version as the JDK names it: TLSv1.2, TLSv1.3
 * @param cipher the cipher suite
 * @param chain the server's certificates, its own first
 * @param problems what would not verify; empty: the chain is trusted, in date and names the host
 */
public record TlsSession(
        String version, String cipher, List<X509Certificate> chain, Set<TlsProblem> problems) {
    /** Whether the certificate is trusted, in date and names the host. */
    public boolean verified() {
        return problems.isEmpty();
    }
}
