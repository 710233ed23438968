package io.rcptwatch.wire;

import static io.rcptwatch.wire.Client.HOST;
import static io.rcptwatch.wire.ConversationTest.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.Prober;
import io.rcptwatch.probe.TlsDemand;
import io.rcptwatch.probe.Trust;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.wire.LoopbackServer.Conduct;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real sender would do with TLS that does not come about at the first try. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
@ParameterizedClass
@EnumSource(TlsLibrary.class)
class TlsFallbackTest {
    private static final TlsDemand ENCRYPTED = new TlsDemand.Required(Trust.ANYBODY);
    private static final TlsDemand OPPORTUNISTIC = new TlsDemand.Opportunistic();
    private static final ProbeEnd ACCEPTED = new ProbeEnd.Replied(Phase.RCPT, Reply.of(250, "ok"));

    private static SSLContext server;

    private final TlsLibrary library;
    private final Prober prober;

    TlsFallbackTest(TlsLibrary library) {
        this.library = library;
        this.prober =
                new Prober(new SocketConnector(new TlsClient(List.of(), library), new Shutdown()));
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        server = TestCertificates.rsa(TestCertificates.authority(), HOST).server();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_256_GCM_SHA384"})
    void a_server_with_rsa_key_exchange_only_has_tls(String suite) throws Exception {
        try (LoopbackServer loopback = new LoopbackServer(only(suite))) {
            Conversation conversation = ask(loopback, ENCRYPTED);
            assertThat(conversation.ending()).isEqualTo(ACCEPTED);
            assertThat(conversation.tls().orElseThrow().cipher()).isEqualTo(suite);
            loopback.log();
        }
    }

    /** BoringSSL has no DHE: a second connection has, and the third knows at once. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"
            })
    void a_server_with_suites_that_boringssl_lacks_is_asked_once_more_and_that_is_remembered(
            String suite) throws Exception {
        try (LoopbackServer loopback = new LoopbackServer(first(suite, only(suite), only(suite)))) {
            for (int i = 0; i < 2; i++) {
                Conversation conversation = ask(loopback, ENCRYPTED);
                assertThat(conversation.ending()).isEqualTo(ACCEPTED);
                assertThat(conversation.tls().orElseThrow().cipher()).isEqualTo(suite);
                assertThat(conversation.tlsTrouble()).isEmpty();
            }
            assertThat(loopback.log()).endsWith("S: 221 bye", "C: (end)");
        }
    }

    @Test
    void an_anonymous_suite_will_do_where_tls_is_opportunistic() throws Exception {
        String suite = "TLS_DH_anon_WITH_AES_128_GCM_SHA256";
        try (LoopbackServer loopback = new LoopbackServer(first(suite, only(suite)))) {
            Conversation conversation = ask(loopback, OPPORTUNISTIC);
            assertThat(conversation.ending()).isEqualTo(ACCEPTED);
            TlsSession tls = conversation.tls().orElseThrow();
            assertThat(tls.cipher()).isEqualTo(suite);
            assertThat(tls.chain()).isEmpty();
            assertThat(tls.problems()).containsExactly(TlsProblem.CERTIFICATE_NOT_TRUSTED);
            loopback.log();
        }
    }

    @Test
    void an_anonymous_suite_will_not_do_where_tls_is_required() throws Exception {
        String suite = "TLS_DH_anon_WITH_AES_128_GCM_SHA256";
        try (LoopbackServer loopback = new LoopbackServer(first(suite, refusing(suite)))) {
            assertFailed(ask(loopback, ENCRYPTED), Fault.Kind.TLS_FAILED);
            loopback.log();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_server_that_demands_a_client_certificate_gets_mail_in_clear(String version)
            throws Exception {
        Conduct demanding =
                talk -> {
                    startTls(talk);
                    refuse(
                            talk,
                            socket -> {
                                socket.setEnabledProtocols(new String[] {version});
                                socket.setNeedClientAuth(true);
                            });
                };
        try (LoopbackServer loopback =
                new LoopbackServer(demanding, TlsFallbackTest::acceptInClear)) {
            Conversation conversation = ask(loopback, OPPORTUNISTIC);
            assertThat(conversation.ending()).isEqualTo(ACCEPTED);
            assertThat(conversation.tlsTrouble()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_server_that_goes_right_after_the_handshake_gets_mail_in_clear(boolean reset)
            throws Exception {
        Conduct going =
                talk -> {
                    startTls(talk);
                    talk.secure(server);
                    talk.hear("EHLO probe.example.net");
                    if (reset) {
                        talk.reset();
                    }
                };
        try (LoopbackServer loopback = new LoopbackServer(going, TlsFallbackTest::acceptInClear)) {
            Conversation conversation = ask(loopback, OPPORTUNISTIC);
            assertThat(conversation.ending()).isEqualTo(ACCEPTED);
            assertThat(conversation.tlsTrouble().orElseThrow().problem())
                    .isEqualTo(TlsProblem.VALIDATION_FAILURE);
            loopback.log();
        }
    }

    @Test
    void a_server_that_goes_right_after_the_handshake_is_unreachable_where_tls_is_required()
            throws Exception {
        try (LoopbackServer loopback =
                new LoopbackServer(
                        talk -> {
                            startTls(talk);
                            talk.secure(server);
                            talk.hear("EHLO probe.example.net");
                        })) {
            assertFailed(ask(loopback, ENCRYPTED), Fault.Kind.CONNECTION_DROPPED);
            loopback.log();
        }
    }

    private Conversation ask(LoopbackServer loopback, TlsDemand demand) {
        return prober.probe(question(loopback.address(), demand), Listener.NONE);
    }

    private static void assertFailed(Conversation conversation, Fault.Kind kind) {
        assertThat(conversation.ending())
                .isInstanceOfSatisfying(
                        ProbeEnd.Failed.class,
                        failed -> assertThat(failed.fault().kind()).isEqualTo(kind));
    }

    /** Before these conversations one that finds no suite, as far as the engine is BoringSSL. */
    private Conduct[] first(String suite, Conduct... conducts) {
        Conduct[] all = new Conduct[conducts.length + 1];
        all[0] = refusing(suite);
        System.arraycopy(conducts, 0, all, 1, conducts.length);
        return library == TlsLibrary.BORINGSSL ? all : conducts;
    }

    private static Conduct only(String suite) {
        return talk -> {
            startTls(talk);
            talk.secure(server, socket -> limit(socket, suite));
            accept(talk);
        };
    }

    private static Conduct refusing(String suite) {
        return talk -> {
            startTls(talk);
            refuse(talk, socket -> limit(socket, suite));
        };
    }

    private static void limit(SSLSocket socket, String suite) {
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.setEnabledCipherSuites(new String[] {suite});
    }

    private static void refuse(LoopbackServer.Talk talk, Consumer<SSLSocket> settings)
            throws IOException {
        try {
            talk.secure(server, settings);
        } catch (SSLException | SocketException _) {
            return;
        }
        throw new AssertionError("the handshake should have failed");
    }

    private static void startTls(LoopbackServer.Talk talk) throws IOException {
        talk.greet("STARTTLS");
        talk.hear("STARTTLS");
        talk.say("220 go");
    }

    private static void accept(LoopbackServer.Talk talk) throws IOException {
        talk.hear("EHLO probe.example.net");
        talk.say("250 mx1.example.test");
        acceptRecipient(talk);
    }

    private static void acceptInClear(LoopbackServer.Talk talk) throws IOException {
        talk.greet("STARTTLS");
        acceptRecipient(talk);
    }

    private static void acceptRecipient(LoopbackServer.Talk talk) throws IOException {
        for (String command :
                List.of("MAIL FROM:<probe@example.net>", "RCPT TO:<seed@example.com>", "RSET")) {
            talk.hear(command);
            talk.say("250 ok");
        }
        talk.hear("QUIT");
        talk.say("221 bye");
        talk.end();
    }
}
