package io.rcptwatch.wire;

import io.rcptwatch.smtp.CertificateNames;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Speaks TLS with whatever certificate a host shows, and judges the certificate afterwards: an
 * expired one must still show its date.
 */
public final class TlsClient {
    private final X509TrustManager judge;
    private final TlsLibrary library;
    private final CipherMemory memory = new CipherMemory();

    /**
     * Trusts what the JDK trusts, and these authorities besides.
     *
     * @throws IllegalStateException where the JDK has no TLS to speak of
     */
    public TlsClient(List<X509Certificate> authorities) {
        this(authorities, TlsLibrary.available());
    }

    /** The same, with that library's engine. */
    public TlsClient(List<X509Certificate> authorities, TlsLibrary library) {
        this.library = library;
        try {
            judge = trust(authorities);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS on this Java: " + e.getMessage(), e);
        }
    }

    private static X509TrustManager trust(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        X509TrustManager ofTheJdk = trustManager(null);
        if (authorities.isEmpty()) {
            return ofTheJdk;
        }
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        List<X509Certificate> all =
                Stream.concat(Stream.of(ofTheJdk.getAcceptedIssuers()), authorities.stream())
                        .toList();
        for (int i = 0; i < all.size(); i++) {
            anchors.setCertificateEntry("anchor-" + i, all.get(i));
        }
        return trustManager(anchors);
    }

    private static X509TrustManager trustManager(@Nullable KeyStore anchors)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return Stream.of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no trust manager for X.509"));
    }

    /**
     * Lays TLS over a connected socket.
     *
     * @param anonymousToo whether a host without a certificate will do: with the JDK's engine only
     * @throws NoSharedCipherException where a new connection would offer more
     * @throws TlsTransport.HandshakeException where the handshake fails otherwise
     */
    TlsTransport secure(DeadlineSocket tcp, String host, boolean anonymousToo) throws IOException {
        CipherMemory.Key key = new CipherMemory.Key(host, tcp.getPort(), anonymousToo);
        Optional<CipherMemory.Need> need = memory.of(key);
        boolean wide =
                library == TlsLibrary.JDK
                        || need.filter(CipherMemory.Need.WIDE::equals).isPresent();
        TlsTransport transport =
                new TlsTransport(
                        tcp,
                        wide
                                ? TlsEngines.jdk(host, tcp.getPort(), anonymousToo)
                                : TlsEngines.boringSsl(host, tcp.getPort()));
        try {
            transport.handshake();
            return transport;
        } catch (TlsTransport.HandshakeException e) {
            transport.close();
            throw e.nothingInCommon() && (wide || need.isEmpty()) ? learn(key, wide, e) : e;
        } catch (IOException e) {
            transport.close();
            throw e;
        }
    }

    private IOException learn(
            CipherMemory.Key key, boolean wide, TlsTransport.HandshakeException refusal) {
        memory.learn(key, wide ? CipherMemory.Need.UNKNOWN_SUITES : CipherMemory.Need.WIDE);
        return wide ? refusal : new NoSharedCipherException(refusal);
    }

    /** The server knows none of the suites of the engine that was tried first. */
    static final class NoSharedCipherException extends SSLException {
        private static final long serialVersionUID = 1;

        NoSharedCipherException(SSLException refusal) {
            super(refusal.getMessage(), refusal);
        }
    }

    /** What a strict client would have said to a finished handshake. */
    TlsSession judge(SSLSession session, String host) {
        List<X509Certificate> chain = chain(session);
        return new TlsSession(
                session.getProtocol(), session.getCipherSuite(), chain, problems(chain, host));
    }

    /** Empty where the cipher suite is an anonymous one. */
    private static List<X509Certificate> chain(SSLSession session) {
        try {
            return Stream.of(session.getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException _) {
            return List.of();
        }
    }

    private Set<TlsProblem> problems(List<X509Certificate> chain, String host) {
        if (chain.isEmpty()) {
            return Set.of(TlsProblem.CERTIFICATE_NOT_TRUSTED);
        }
        EnumSet<TlsProblem> problems = EnumSet.noneOf(TlsProblem.class);
        if (!CertificateNames.match(chain.getFirst(), host)) {
            problems.add(TlsProblem.CERTIFICATE_HOST_MISMATCH);
        }
        // Asked apart: of a chain that leads nowhere the judge never looks at the dates.
        if (!inDate(chain.getFirst())) {
            problems.add(TlsProblem.CERTIFICATE_EXPIRED);
        }
        try {
            judge.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
        } catch (CertificateException e) {
            problems.add(
                    outOfDate(e)
                            ? TlsProblem.CERTIFICATE_EXPIRED
                            : TlsProblem.CERTIFICATE_NOT_TRUSTED);
        }
        return Collections.unmodifiableSet(problems);
    }

    private static boolean inDate(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return false;
        }
    }

    private static boolean outOfDate(CertificateException e) {
        return e.getCause() instanceof CertPathValidatorException path
                && (path.getReason() == CertPathValidatorException.BasicReason.EXPIRED
                        || path.getReason()
                                == CertPathValidatorException.BasicReason.NOT_YET_VALID);
    }
}
