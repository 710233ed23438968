package io.rcptwatch.wire;

import static io.rcptwatch.smtp.TlsProblem.CERTIFICATE_EXPIRED;
import static io.rcptwatch.smtp.TlsProblem.CERTIFICATE_HOST_MISMATCH;
import static io.rcptwatch.smtp.TlsProblem.CERTIFICATE_NOT_TRUSTED;
import static io.rcptwatch.wire.Client.HOST;
import static io.rcptwatch.wire.Client.connect;
import static io.rcptwatch.wire.Client.patient;
import static io.rcptwatch.wire.TestCertificates.dns;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.Command;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.wire.TestCertificates.Holder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The handshake succeeds with any certificate, and the judgement comes with it. */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
class CertificateTest {
    private final TlsLibrary library;

    CertificateTest(TlsLibrary library) {
        this.library = library;
    }

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration OVER = Duration.ofDays(-3);

    private static Holder authority;

    @BeforeAll
    static void makeAuthority() throws Exception {
        authority = TestCertificates.authority();
    }

    @Test
    void one_of_a_trusted_authority_in_date_and_for_the_host_is_verified() throws Exception {
        Holder good = TestCertificates.host(authority, MONTH, dns(HOST));
        TlsSession session = shown(good.server(), TestCertificates.trusting(authority));
        assertThat(session.problems()).isEmpty();
        assertThat(session.chain()).containsExactly(good.certificate());
    }

    @Test
    void the_chain_is_kept_whole_with_the_servers_own_first() throws Exception {
        Holder good = TestCertificates.host(authority, MONTH, dns(HOST));
        TlsSession session =
                shown(good.server(authority.certificate()), TestCertificates.trusting(authority));
        assertThat(session.problems()).isEmpty();
        assertThat(session.chain()).containsExactly(good.certificate(), authority.certificate());
    }

    @Test
    void one_of_an_authority_that_nobody_knows_is_not_trusted() throws Exception {
        Holder good = TestCertificates.host(authority, MONTH, dns(HOST));
        assertThat(shown(good.server(), List.of()).problems())
                .containsExactly(CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void an_expired_one_still_shows_its_date() throws Exception {
        Holder expired = TestCertificates.host(authority, OVER, dns(HOST));
        TlsSession session = shown(expired.server(), TestCertificates.trusting(authority));
        assertThat(session.problems()).containsExactly(CERTIFICATE_EXPIRED);
        assertThat(session.chain().getFirst().getNotAfter().toInstant())
                .isEqualTo(expired.certificate().getNotAfter().toInstant());
    }

    @Test
    void one_for_another_host_is_a_mismatch() throws Exception {
        Holder other = TestCertificates.host(authority, MONTH, dns("mx9.example.test"));
        assertThat(shown(other.server(), TestCertificates.trusting(authority)).problems())
                .containsExactly(CERTIFICATE_HOST_MISMATCH);
    }

    @Test
    void a_self_signed_one_is_not_trusted() throws Exception {
        Holder self = TestCertificates.selfSigned(MONTH, HOST);
        assertThat(shown(self.server(), TestCertificates.trusting(authority)).problems())
                .containsExactly(CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void an_expired_one_that_nobody_trusts_for_another_host_has_all_three() throws Exception {
        Holder worst = TestCertificates.selfSigned(OVER, "mx9.example.test");
        TlsSession session = shown(worst.server(), List.of());
        assertThat(session.problems())
                .containsExactlyInAnyOrder(
                        CERTIFICATE_EXPIRED, CERTIFICATE_NOT_TRUSTED, CERTIFICATE_HOST_MISMATCH);
        assertThat(session.verified()).isFalse();
    }

    private TlsSession shown(SSLContext server, List<X509Certificate> authorities)
            throws Exception {
        try (LoopbackServer loopback =
                        new LoopbackServer(
                                talk -> {
                                    talk.offerTls();
                                    talk.secure(server);
                                    talk.end();
                                });
                Connection connection =
                        connect(
                                loopback.address(),
                                patient(),
                                new TlsClient(authorities, library))) {
            connection.greeting();
            connection.exchange(new Command.StartTls());
            return connection.handshake(true);
        }
    }
}
