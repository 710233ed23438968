package io.rcptwatch.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.KeyStore;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Handshakes with the shipped world, and what its certificates are like. */
class CertificatesTest {
    @SuppressWarnings("NullAway.Init")
    private static Sandbox sandbox;

    @BeforeAll
    static void start() throws IOException {
        sandbox = Worlds.start(Worlds.shipped());
    }

    @AfterAll
    static void stop() throws IOException {
        sandbox.close();
    }

    private static X509Certificate shownBy(String host) throws IOException {
        try (Caller caller = new Caller(sandbox.receiver(host), sandbox.port())) {
            caller.hear();
            caller.say("EHLO x");
            caller.say("STARTTLS");
            return (X509Certificate) caller.handshake().getPeerCertificates()[0];
        }
    }

    private static void trust(X509Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("sandbox", sandbox.certificateAuthority());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        ((X509TrustManager) factory.getTrustManagers()[0])
                .checkServerTrusted(new X509Certificate[] {certificate}, "ECDHE_ECDSA");
    }

    private static List<?> namesOn(X509Certificate certificate) throws Exception {
        return certificate.getSubjectAlternativeNames().stream().map(name -> name.get(1)).toList();
    }

    @Test
    void a_good_one_is_trusted_in_date_and_names_its_host() throws Exception {
        X509Certificate good = shownBy("mx.accepts.test");

        assertThatCode(() -> trust(good)).doesNotThrowAnyException();
        assertThat(namesOn(good)).isEqualTo(List.of("mx.accepts.test"));
        assertThat(good.getPublicKey().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void an_expired_one_is_signed_by_the_authority_but_out_of_date() throws Exception {
        X509Certificate expired = shownBy("mx.expired-certificate.test");

        expired.verify(sandbox.certificateAuthority().getPublicKey());
        assertThatThrownBy(expired::checkValidity).isInstanceOf(CertificateExpiredException.class);
        assertThat(namesOn(expired)).isEqualTo(List.of("mx.expired-certificate.test"));
    }

    @Test
    void a_wrong_name_is_trusted_but_that_of_another_host() throws Exception {
        X509Certificate other = shownBy("mx.wrong-name-certificate.test");

        assertThatCode(() -> trust(other)).doesNotThrowAnyException();
        assertThat(namesOn(other)).isEqualTo(List.of("another-host.test"));
    }

    @Test
    void a_self_signed_one_names_its_host_but_is_not_trusted() throws Exception {
        X509Certificate own = shownBy("mx.self-signed.test");

        own.verify(own.getPublicKey());
        own.checkValidity();
        assertThat(namesOn(own)).isEqualTo(List.of("mx.self-signed.test"));
        assertThatThrownBy(() -> trust(own)).isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> own.verify(sandbox.certificateAuthority().getPublicKey()))
                .isInstanceOf(SignatureException.class);
    }

    @Test
    void a_host_keeps_its_certificate() throws Exception {
        assertThat(shownBy("mx.accepts.test")).isEqualTo(shownBy("mx.accepts.test"));
    }
}
