package io.rcptwatch.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.ProbeRequest;
import io.rcptwatch.probe.Prober;
import io.rcptwatch.probe.TlsDemand;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.target.TlsMode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole conversations, as a server sees them. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class ConversationTest {
    private static final Duration MOMENT = Duration.ofMillis(60);

    @Test
    void one_command_at_a_time_is_said_and_quit_is_awaited() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer(
                        talk -> {
                            talk.quiet(MOMENT);
                            talk.say("220 mx1.example.test");
                            for (String command :
                                    List.of(
                                            "EHLO probe.example.net",
                                            "MAIL FROM:<probe@example.net>",
                                            "RCPT TO:<seed@example.com>",
                                            "RSET")) {
                                talk.hear(command);
                                talk.quiet(MOMENT);
                                talk.send("250-PIPELINING\r\n");
                                talk.quiet(MOMENT);
                                talk.say("250 and so on");
                            }
                            talk.hear("QUIT");
                            talk.quiet(MOMENT.multipliedBy(3));
                            talk.say("221 bye");
                            talk.end();
                        })) {
            Conversation conversation =
                    prober(new Shutdown())
                            .probe(question(server.address(), TlsMode.NONE), Listener.NONE);
            assertThat(server.log())
                    .containsExactly(
                            "S: 220 mx1.example.test",
                            "C: EHLO probe.example.net",
                            "S: 250 and so on",
                            "C: MAIL FROM:<probe@example.net>",
                            "S: 250 and so on",
                            "C: RCPT TO:<seed@example.com>",
                            "S: 250 and so on",
                            "C: RSET",
                            "S: 250 and so on",
                            "C: QUIT",
                            "S: 221 bye",
                            "C: (end)");
            assertThat(conversation.steps().getLast().received()).contains(Reply.of(221, "bye"));
            assertThat(conversation.steps().getLast().duration())
                    .isBetween(MOMENT.multipliedBy(3), Duration.ofSeconds(5));
        }
    }

    @Test
    void after_a_failed_handshake_the_socket_is_closed_and_a_new_one_used_in_clear()
            throws Exception {
        try (LoopbackServer server =
                new LoopbackServer(
                        talk -> {
                            talk.greet("STARTTLS");
                            talk.hear("STARTTLS");
                            talk.say("220 go");
                            talk.hearClientHello();
                            talk.send("500 what is that?\r\n");
                            talk.drain();
                        },
                        talk -> {
                            talk.greet("STARTTLS");
                            talk.hear("MAIL FROM:<probe@example.net>");
                            talk.say("550 5.7.1 no");
                            talk.hear("QUIT");
                            talk.say("221 bye");
                            talk.end();
                        })) {
            Conversation conversation =
                    prober(new Shutdown())
                            .probe(
                                    question(server.address(), TlsMode.OPPORTUNISTIC),
                                    Listener.NONE);
            assertThat(conversation.ending())
                    .isEqualTo(new ProbeEnd.Replied(Phase.MAIL, Reply.of(550, "5.7.1 no")));
            assertThat(conversation.tlsTrouble().orElseThrow().problem())
                    .isEqualTo(TlsProblem.VALIDATION_FAILURE);
            assertThat(server.log()).containsOnlyOnce("C: STARTTLS").endsWith("C: (end)");
        }
    }

    @Test
    void after_an_injection_nothing_is_said_any_more() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer(
                        talk -> {
                            talk.greet("STARTTLS");
                            talk.hear("STARTTLS");
                            talk.say("220 go", "221 bye", "250 PIPELINING");
                            talk.end();
                        })) {
            Conversation conversation =
                    prober(new Shutdown())
                            .probe(
                                    question(server.address(), TlsMode.OPPORTUNISTIC),
                                    Listener.NONE);
            assertThat(conversation.ending())
                    .isInstanceOfSatisfying(
                            ProbeEnd.Failed.class,
                            f -> assertThat(f.fault().kind()).isEqualTo(Fault.Kind.PROTOCOL_ERROR));
            assertThat(server.log()).endsWith("S: 220 go|221 bye|250 PIPELINING", "C: (end)");
        }
    }

    @Test
    void under_tls_everything_is_said_again() throws Exception {
        TestCertificates.Holder authority = TestCertificates.authority();
        SSLContext tls =
                TestCertificates.host(
                                authority, Duration.ofDays(3), TestCertificates.dns(Client.HOST))
                        .server();
        try (LoopbackServer server =
                new LoopbackServer(
                        talk -> {
                            talk.greet("STARTTLS");
                            talk.hear("STARTTLS");
                            talk.say("220 go");
                            talk.secure(tls);
                            talk.hear("EHLO probe.example.net");
                            talk.say("250 mx1.example.test");
                            talk.hear("MAIL FROM:<probe@example.net>");
                            talk.say("250 ok");
                            talk.hear("RCPT TO:<seed@example.com>");
                            talk.say("250 ok");
                            talk.hear("RSET");
                            talk.say("250 ok");
                            talk.hear("QUIT");
                            talk.quiet(MOMENT);
                            talk.say("221 bye");
                            talk.end();
                        })) {
            Prober prober =
                    new Prober(
                            new SocketConnector(
                                    new TlsClient(TestCertificates.trusting(authority)),
                                    new Shutdown()));
            Conversation conversation =
                    prober.probe(question(server.address(), TlsMode.REQUIRED), Listener.NONE);
            assertThat(conversation.ending())
                    .isEqualTo(new ProbeEnd.Replied(Phase.RCPT, Reply.of(250, "ok")));
            assertThat(server.log()).endsWith("C: QUIT", "S: 221 bye", "C: (end)");
        }
    }

    static Prober prober(Shutdown shutdown) {
        return new Prober(new SocketConnector(new TlsClient(List.of()), shutdown));
    }

    static ProbeRequest question(InetSocketAddress address, TlsMode tls) {
        return question(address, TlsDemand.of(tls));
    }

    static ProbeRequest question(InetSocketAddress address, TlsDemand tls) {
        return question(address, tls, Duration.ofSeconds(60));
    }

    static ProbeRequest question(InetSocketAddress address, TlsDemand tls, Duration conversation) {
        Duration minute = Duration.ofSeconds(60);
        return new ProbeRequest(
                Client.HOST,
                address,
                new Identity(
                        "default",
                        "probe.example.net",
                        new MailAddress("probe", "example.net"),
                        Optional.empty(),
                        List.of()),
                new MailAddress("seed", "example.com"),
                tls,
                new Timeouts(minute, minute, minute, conversation));
    }
}
