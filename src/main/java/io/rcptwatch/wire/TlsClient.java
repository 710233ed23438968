package io.rcptwatch.wire;

import io.rcptwatch.smtp.CertificateNames;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import java.io.IOException;
import java.net.Socket;
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
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Speaks TLS with whatever certificate a host shows, and judges the certificate afterwards: an
 * expired one must still show its date.
 */
public final class TlsClient {
    private final X509TrustManager judge;
    private final SSLContext context;

    /**
     * Trusts what the JDK trusts, and these authorities besides.
     *
     * @throws IllegalStateException where the JDK has no TLS to speak of
     */
    public TlsClient(List<X509Certificate> authorities) {
        try {
            judge = trust(authorities);
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsEverybody()}, null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS on this Java: " + e.getMessage(), e);
        }
        // Each probe looks at the certificate of now: a resumed session would show an old one.
        context.getClientSessionContext().setSessionCacheSize(1);
        context.getClientSessionContext().setSessionTimeout(1);
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

    /** Lays TLS over a connected socket; the handshake is still to be made. */
    SSLSocket over(Socket socket, String host) throws IOException {
        // The host makes the SNI (RFC 6066 §3).
        return (SSLSocket)
                context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
    }

    /** What a strict client would have said to a finished handshake. */
    TlsSession judge(SSLSession session, String host) throws SSLPeerUnverifiedException {
        List<X509Certificate> chain =
                Stream.of(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
        return new TlsSession(
                session.getProtocol(), session.getCipherSuite(), chain, problems(chain, host));
    }

    private Set<TlsProblem> problems(List<X509Certificate> chain, String host) {
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

    /** The handshake must succeed with any certificate: {@link #judge} has the say. */
    private static final class TrustsEverybody extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            throw new CertificateException("we are a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
