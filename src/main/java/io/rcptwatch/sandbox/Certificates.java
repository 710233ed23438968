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
    // A host keeps its key whatever is signed with it, as those do that DANE binds to their key.
    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    private final Map<Shown, SSLContext> contexts = new ConcurrentHashMap<>();

    Certificates(Supplier<CertificateAuthority> authority) {
        this.authority = authority;
    }

    private record Shown(String host, Script.Tls tls) {}

    /**
     * What a host needs for its handshakes.
     *
     * @param tls a kind that shows a certificate
     */
    SSLContext context(String host, Script.Tls tls) {
        return contexts.computeIfAbsent(new Shown(host, tls), this::make);
    }

    /** The key that a host shows. */
    PublicKey key(String host) {
        return keys(host).getPublic();
    }

    private KeyPair keys(String host) {
        return keys.computeIfAbsent(host, _ -> CertificateAuthority.newKeys());
    }

    /** What a web server needs that has a good certificate for all of those names. */
    SSLContext contextFor(List<String> hosts) {
        KeyPair own = CertificateAuthority.newKeys();
        return showing(own.getPrivate(), authority.get().sign(hosts, own.getPublic()));
    }

    private SSLContext make(Shown shown) {
        KeyPair own = keys(shown.host);
        return showing(own.getPrivate(), certificate(shown, own));
    }

    private X509Certificate certificate(Shown shown, KeyPair own) {
        return switch (shown.tls) {
            case GOOD, IMPLICIT -> authority.get().sign(shown.host, own.getPublic());
            case EXPIRED, IMPLICIT_EXPIRED ->
                    authority.get().signExpired(shown.host, own.getPublic());
            case WRONG_NAME -> authority.get().sign(ANOTHER_HOST, own.getPublic());
            case SELF_SIGNED -> authority.get().selfSigned(shown.host, own);
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
