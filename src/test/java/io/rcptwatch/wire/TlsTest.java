package io.rcptwatch.wire;

import static io.rcptwatch.smtp.Fault.Kind.PROTOCOL_ERROR;
import static io.rcptwatch.smtp.Fault.Kind.REPLY_TIMEOUT;
import static io.rcptwatch.smtp.Fault.Kind.TLS_FAILED;
import static io.rcptwatch.wire.Client.EHLO;
import static io.rcptwatch.wire.Client.FAREWELL;
import static io.rcptwatch.wire.Client.HOST;
import static io.rcptwatch.wire.Client.QUIT;
import static io.rcptwatch.wire.Client.connect;
import static io.rcptwatch.wire.Client.failsAfter;
import static io.rcptwatch.wire.Client.fault;
import static io.rcptwatch.wire.Client.patient;
import static io.rcptwatch.wire.Client.timeouts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.rcptwatch.smtp.Command;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.wire.LoopbackServer.Conduct;
import io.rcptwatch.wire.LoopbackServer.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = SEPARATE_THREAD)
@ParameterizedClass
@EnumSource(TlsLibrary.class)
class TlsTest {
    private final TlsLibrary library;

    TlsTest(TlsLibrary library) {
        this.library = library;
    }

    private static TestCertificates.Holder authority;
    private static SSLContext good;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = TestCertificates.authority();
        good = certificate(HOST).server();
    }

    private static TestCertificates.Holder certificate(String name) throws Exception {
        return TestCertificates.host(authority, Duration.ofDays(30), TestCertificates.dns(name));
    }

    @Test
    void under_tls_the_conversation_goes_on() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.offerTls();
                                    talk.secure(good);
                                    talk.hear("EHLO probe.example.net");
                                    talk.say("250-mx1", "250 SIZE 1000");
                                    talk.hear("QUIT");
                                    talk.say("221 bye");
                                });
                Connection connection = startTls(server, patient())) {
            TlsSession session = connection.handshake(true);
            assertThat(session.version()).isEqualTo("TLSv1.3");
            assertThat(session.cipher()).startsWith("TLS_");
            assertThat(session.verified()).isTrue();
            assertThat(connection.exchange(EHLO).lines()).containsExactly("mx1", "SIZE 1000");
            assertThat(connection.exchange(QUIT, FAREWELL).code()).isEqualTo(221);
            assertThat(server.log())
                    .containsExactly(
                            "S: 220 mx1.example.test ESMTP",
                            "C: STARTTLS",
                            "S: 220 go",
                            "TLS",
                            "C: EHLO probe.example.net",
                            "S: 250-mx1|250 SIZE 1000",
                            "C: QUIT",
                            "S: 221 bye");
        }
    }

    @Test
    void words_in_clear_behind_the_220_are_a_protocol_error_and_never_parsed() throws Exception {
        Conduct injecting =
                talk -> {
                    talk.say("220 mx1.example.test");
                    talk.hear("STARTTLS");
                    talk.say("220 go", "250-mx1", "250 AUTH PLAIN");
                    talk.end();
                };
        try (LoopbackServer server = new LoopbackServer(injecting)) {
            try (Connection connection = startTls(server, patient())) {
                assertThat(fault(() -> connection.handshake(true)).kind())
                        .isEqualTo(PROTOCOL_ERROR);
            }
            assertThat(server.log().getLast()).as("no ClientHello").isEqualTo("C: (end)");
        }
    }

    @Test
    void words_that_come_only_after_the_220_was_read_are_seen_too() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.offerTls();
                                    talk.send("250 AUTH PLAIN\r\n");
                                });
                Connection connection = startTls(server, patient())) {
            server.log();
            assertThat(fault(() -> connection.handshake(true)).kind()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    @Test
    void garbage_instead_of_tls_is_a_failure_of_tls() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.offerTls();
                                    talk.hearClientHello();
                                    talk.send("500 unknown command\r\n");
                                    talk.drain();
                                });
                Connection connection = startTls(server, patient())) {
            assertThat(fault(() -> connection.handshake(true)).kind()).isEqualTo(TLS_FAILED);
            assertThat(server.log()).as("the socket is closed").isNotEmpty();
        }
    }

    @Test
    void a_server_that_closes_in_the_handshake_fails_at_tls() throws Exception {
        try (LoopbackServer server = new LoopbackServer(TlsTest::closeInHandshake);
                Connection connection = startTls(server, patient())) {
            assertThat(fault(() -> connection.handshake(true)).kind()).isEqualTo(TLS_FAILED);
        }
    }

    private static void closeInHandshake(LoopbackServer.Talk talk) throws Exception {
        talk.offerTls();
        talk.hearClientHello();
        talk.finish();
        talk.drain();
    }

    @Test
    void a_server_that_resets_in_the_handshake_fails_at_tls() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.offerTls();
                                    talk.hearClientHello();
                                    talk.reset();
                                });
                Connection connection = startTls(server, patient())) {
            assertThat(fault(() -> connection.handshake(true)).kind()).isEqualTo(TLS_FAILED);
        }
    }

    @Test
    void a_handshake_that_nobody_answers_times_out() throws Exception {
        Conduct silent =
                talk -> {
                    talk.offerTls();
                    talk.pause(Duration.ofSeconds(6));
                };
        try (LoopbackServer server = new LoopbackServer(silent);
                Connection connection = startTls(server, timeouts(5_000, 500, 9_000))) {
            failsAfter(REPLY_TIMEOUT, 490, 4_000, () -> connection.handshake(true));
        }
    }

    @Test
    void a_handshake_that_drips_gets_no_more_time_than_one_that_does_not_come() throws Exception {
        Conduct dripping =
                talk -> {
                    talk.offerTls();
                    talk.pace(Pace.dripping(Duration.ofMillis(100)));
                    assertThat(catchThrowable(() -> talk.secure(good))).isNotNull();
                };
        try (LoopbackServer server = new LoopbackServer(dripping);
                Connection connection = startTls(server, timeouts(5_000, 700, 9_000))) {
            failsAfter(REPLY_TIMEOUT, 690, 4_000, () -> connection.handshake(true));
        }
    }

    @Test
    void half_a_record_waits_for_its_other_half() throws Exception {
        Conduct halting =
                talk -> {
                    talk.offerTls();
                    talk.secure(good);
                    talk.hear("EHLO probe.example.net");
                    talk.pace(Pace.halting(DeadlineSocket.SLICE.plusMillis(500)));
                    talk.say("250 mx1.example.test");
                };
        try (LoopbackServer server = new LoopbackServer(halting);
                Connection connection = startTls(server, patient())) {
            connection.handshake(true);
            assertThat(connection.exchange(EHLO).text()).isEqualTo("mx1.example.test");
        }
    }

    /** A resumed session would show the certificate of last time. */
    @Test
    void no_session_is_resumed() throws Exception {
        List<Long> beginnings = new CopyOnWriteArrayList<>();
        Conduct remembering =
                talk -> {
                    talk.offerTls();
                    beginnings.add(talk.secure(good).getCreationTime());
                    talk.hear("QUIT");
                    talk.say("221 bye");
                    talk.end();
                };
        try (LoopbackServer server = new LoopbackServer(remembering, remembering)) {
            SocketConnector connector =
                    new SocketConnector(new TlsClient(List.of(), library), new Shutdown());
            secureAndQuit(connector, server);
            Thread.sleep(1_200);
            secureAndQuit(connector, server);
            server.log();
            assertThat(beginnings).doesNotHaveDuplicates();
        }
    }

    private static void secureAndQuit(SocketConnector connector, LoopbackServer server)
            throws FaultException {
        try (Connection connection =
                connector.connect(HOST, server.address(), Optional.empty(), patient())) {
            connection.greeting();
            connection.exchange(new Command.StartTls());
            connection.handshake(true);
            connection.exchange(QUIT, FAREWELL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_server_that_does_not_close_does_not_keep_us(String version) throws Exception {
        Conduct lingering =
                talk -> {
                    talk.offerTls();
                    talk.secure(good, version);
                    talk.hear("QUIT");
                    talk.say("221 bye");
                    talk.pause(Duration.ofSeconds(6));
                };
        try (LoopbackServer server = new LoopbackServer(lingering);
                Connection connection = startTls(server, patient())) {
            assertThat(connection.handshake(true).version()).isEqualTo(version);
            connection.exchange(QUIT, FAREWELL);
            assertClosesSoon(connection);
        }
    }

    private static void assertClosesSoon(Connection connection) {
        long start = System.nanoTime();
        connection.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    private Connection startTls(LoopbackServer server, Timeouts timeouts) throws FaultException {
        Connection connection =
                connect(
                        server.address(),
                        timeouts,
                        new TlsClient(TestCertificates.trusting(authority), library));
        connection.greeting();
        connection.exchange(new Command.StartTls());
        return connection;
    }
}
