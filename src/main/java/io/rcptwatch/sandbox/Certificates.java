package io.rcptwatch.sandbox;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What the receivers show in their handshakes. A host's certificate is made when somebody first
 * says STARTTLS to it. Safe for many threads.
 */
final class Certificates {
    private static final String ANOTHER_HOST = "another-host.test";

    private final Supplier<CertificateAuthority> authority;
    private final Map<Shown, Credentials> credentials = new ConcurrentHashMap<>();

    Certificates(Supplier<CertificateAuthority> authority) {
        this.authority = authority;
    }

    private record Shown(String host, Script.Tls tls) {}

    private record Credentials(SSLContext context, PublicKey key) {}

    /**
     * What a host needs for its handshakes.
     *
     * @param tls a kind that shows a certificate
     */
    SSLContext context(String host, Script.Tls tls) {
        return credentials.computeIfAbsent(new Shown(host, tls), this::make).context();
    }

    /**
     * The key that a host shows.
     *
     * @param tls a kind that shows a certificate
     */
    PublicKey key(String host, Script.Tls tls) {
        return credentials.computeIfAbsent(new Shown(host, tls), this::make).key();
    }

    /** What a web server needs that has a good certificate for all of those names. */
    SSLContext contextFor(List<String> hosts) {
        KeyPair keys = CertificateAuthority.newKeys();
        return showing(keys.getPrivate(), authority.get().sign(hosts, keys.getPublic()));
    }

    private Credentials make(Shown shown) {
        KeyPair keys = CertificateAuthority.newKeys();
        SSLContext context = showing(keys.getPrivate(), certificate(shown, keys));
        return new Credentials(context, keys.getPublic());
    }

    private X509Certificate certificate(Shown shown, KeyPair keys) {
        return switch (shown.tls) {
            case GOOD, IMPLICIT -> authority.get().sign(shown.host, keys.getPublic());
            case EXPIRED -> authority.get().signExpired(shown.host, keys.getPublic());
            case WRONG_NAME -> authority.get().sign(ANOTHER_HOST, keys.getPublic());
            case SELF_SIGNED -> authority.get().selfSigned(shown.host, keys);
            case NONE, BROKEN -> throw new IllegalArgumentException(shown.tls + " shows none");
        };
    }

    private static SSLContext showing(PrivateKey key, X509Certificate certificate) {
        try {
            return context(key, certificate);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS in this Java", e);
        }
    }

    private static SSLContext context(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        char[] noPassword = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, noPassword);
        store.setKeyEntry("host", key, noPassword, new Certificate[] {certificate});
        KeyManagerFactory keyManagers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(store, noPassword);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), null, null);
        return context;
    }
}
