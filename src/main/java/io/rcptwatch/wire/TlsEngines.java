package io.rcptwatch.wire;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Makes the engines that do one handshake each, and shake hands with any certificate: {@link
 * TlsClient} judges it afterwards. No session is ever resumed: it would show an old certificate.
 */
final class TlsEngines {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"}; // RFC 8996 §5

    private TlsEngines() {}

    /** BoringSSL's, with the suites that it has. The host makes the SNI (RFC 6066 §3). */
    static SSLEngine boringSsl(String host, int port) {
        SSLEngine engine =
                BoringSsl.CONTEXT.newEngine(UnpooledByteBufAllocator.DEFAULT, host, port);
        engine.setUseClientMode(true);
        return engine;
    }

    /** The JDK's, with every suite that a sender may offer. */
    static SSLEngine jdk(String host, int port, boolean anonymousToo) {
        SSLEngine engine = Jdk.CONTEXT.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(VERSIONS);
        engine.setEnabledCipherSuites(
                CipherSuites.wide(anonymousToo).stream()
                        .filter(Jdk.SUPPORTED::contains)
                        .toArray(String[]::new));
        return engine;
    }

    private static final class BoringSsl {
        static final SslContext CONTEXT = context();

        private static SslContext context() {
            try {
                return SslContextBuilder.forClient()
                        .sslProvider(SslProvider.OPENSSL_REFCNT)
                        .trustManager(new TrustsEverybody())
                        .protocols(VERSIONS)
                        .ciphers(CipherSuites.common())
                        .endpointIdentificationAlgorithm(null)
                        .sessionCacheSize(1)
                        .sessionTimeout(1)
                        .build();
            } catch (SSLException e) {
                throw new IllegalStateException("BoringSSL takes none of our settings", e);
            }
        }
    }

    private static final class Jdk {
        static final SSLContext CONTEXT = context();
        static final Set<String> SUPPORTED =
                Set.of(CONTEXT.getSupportedSSLParameters().getCipherSuites());

        private static SSLContext context() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new TrustsEverybody()}, null);
                context.getClientSessionContext().setSessionCacheSize(1);
                context.getClientSessionContext().setSessionTimeout(1);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("no TLS on this Java: " + e.getMessage(), e);
            }
        }
    }

    /** The handshake must succeed with any certificate: {@link TlsClient#judge} has the say. */
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
