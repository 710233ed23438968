package io.rcptwatch.wire;

import static io.rcptwatch.smtp.Fault.Kind.TLS_FAILED;
import static io.rcptwatch.smtp.Fault.Kind.TLS_NO_SHARED_CIPHER;
import static io.rcptwatch.wire.Client.connect;
import static io.rcptwatch.wire.Client.fault;
import static io.rcptwatch.wire.Client.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.rcptwatch.smtp.Command;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.Fault;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A handshake that fails says who refused, and why. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
@ParameterizedClass
@EnumSource(TlsLibrary.class)
class TlsFailureTest {
    private final TlsLibrary library;

    TlsFailureTest(TlsLibrary library) {
        this.library = library;
    }

    /** The alerts by their numbers: RFC 8446 §6. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "70 | the server refused TLS 1.2 and 1.3: it speaks only TLS 1.1 or older, which RFC"
                        + " 8996 forbids (its alert: protocol_version)",
                "116 | the server demands a client certificate (its alert: certificate_required)",
                "40 | the server has no cipher suite in common with us, or demands a client"
                        + " certificate (its alert: handshake_failure)",
                "71 | the server demands stronger ciphers than ours (its alert:"
                        + " insufficient_security)",
                "112 | the server does not know the name that we asked for (its alert:"
                        + " unrecognized_name)",
                "80 | the server's own TLS is broken (its alert: internal_error)",
                "49 | the server refused the handshake (its alert: access_denied)"
            })
    void a_refusal_names_the_servers_alert(int alert, String detail) throws Exception {
        Fault failure = failure(talk -> talk.send("\u0015\3\3\0\2\2" + (char) alert));
        assertThat(failure.detail()).isEqualTo(detail);
        // The JDK's engine offers all that there is in its first handshake.
        boolean ciphers = library == TlsLibrary.BORINGSSL && (alert == 40 || alert == 71);
        assertThat(failure.kind()).isEqualTo(ciphers ? TLS_NO_SHARED_CIPHER : TLS_FAILED);
    }

    /** As one answers that was built before TLS 1.3: it takes the highest version that it knows. */
    @ParameterizedTest
    @CsvSource({"1, TLS10", "2, TLS11"})
    void a_server_that_chooses_an_old_version_is_refused_by_us(int minor, String named)
            throws Exception {
        String hello = "\3" + (char) minor + "r".repeat(32) + "\0\0\63\0";
        Fault failure = failure(talk -> talk.send("\u0016\3\1\0\52\2\0\0\46" + hello));
        assertThat(failure.detail())
                .startsWith(
                        "the server speaks only TLS 1.1 or older, which RFC 8996 forbids"
                                + " (our alert: protocol_version): ")
                .contains(named);
    }

    @Test
    void a_server_that_just_goes_is_said_to_go() throws Exception {
        assertThat(failure(LoopbackServer.Talk::finish).detail())
                .isEqualTo("the server closed the connection in the middle of the handshake");
    }

    @Test
    void words_in_clear_are_no_tls() throws Exception {
        assertThat(failure(talk -> talk.send("454 TLS is broken here\r\n")).detail())
                .isEqualTo("what the server sent is no TLS");
    }

    /** The JDK takes 32 KiB of a handshake message and ten certificates, BoringSSL 100 KiB. */
    @Test
    void a_certificate_beyond_all_measure_is_not_even_read() throws Exception {
        TestCertificates.Holder authority = TestCertificates.authority();
        GeneralName[] names = new GeneralName[10_000];
        for (int i = 0; i < names.length; i++) {
            names[i] = TestCertificates.dns("h" + i + ".example");
        }
        SSLContext server = TestCertificates.host(authority, Duration.ofDays(3), names).server();
        try (LoopbackServer loopback =
                        new LoopbackServer(
                                talk -> {
                                    talk.offerTls();
                                    talk.secure(server);
                                });
                Connection connection =
                        connect(loopback.address(), patient(), new TlsClient(List.of(), library))) {
            connection.greeting();
            connection.exchange(new Command.StartTls());
            assertThat(fault(() -> connection.handshake(true)).detail())
                    .startsWith(
                            switch (library) {
                                case BORINGSSL -> "excessive message size";
                                case JDK -> "The size of the handshake message";
                            });
        }
    }

    private Fault failure(LoopbackServer.Conduct answer) throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.offerTls();
                                    talk.hearClientHello();
                                    answer.hold(talk);
                                    talk.drain();
                                });
                Connection connection =
                        connect(server.address(), patient(), new TlsClient(List.of(), library))) {
            connection.greeting();
            connection.exchange(new Command.StartTls());
            Fault fault = fault(() -> connection.handshake(true));
            assertThat(fault.kind()).isIn(TLS_FAILED, TLS_NO_SHARED_CIPHER);
            return fault;
        }
    }
}
