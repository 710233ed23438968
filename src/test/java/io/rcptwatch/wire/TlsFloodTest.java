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
import io.rcptwatch.wire.LoopbackServer.Conduct;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that never end and say nothing: they neither last nor keep others waiting. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
@ParameterizedClass
@EnumSource(TlsLibrary.class)
class TlsFloodTest {
    // Before the time for a reply, which is a minute, is over.
    private static final int SECONDS = 20;
    private static final String WARNING = "\u0015\3\3\0\2\1Z";

    private static SSLContext good;

    private final Prober prober;

    TlsFloodTest(TlsLibrary library) {
        prober = new Prober(new SocketConnector(new TlsClient(List.of(), library), new Shutdown()));
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        good =
                TestCertificates.host(
                                TestCertificates.authority(),
                                Duration.ofDays(3),
                                TestCertificates.dns(HOST))
                        .server();
    }

    @Test
    void warnings_in_clear_end_the_handshake_and_good_hosts_are_asked_meanwhile() throws Exception {
        Conduct flood =
                talk -> {
                    talk.greet("STARTTLS");
                    talk.hear("STARTTLS");
                    talk.say("220 go");
                    talk.hearClientHello();
                    endlessly(() -> talk.send(WARNING.repeat(1000)));
                };
        List<FutureTask<Conversation>> floods = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            floods.add(begin(new LoopbackServer(flood)));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(endOf(begin(new LoopbackServer(TlsFloodTest::acceptUnderTls))))
                    .isInstanceOf(ProbeEnd.Replied.class);
        }
        for (FutureTask<Conversation> task : floods) {
            assertFailedAt(Phase.STARTTLS, endOf(task));
        }
    }

    @Test
    void key_updates_without_end_end_the_conversation() throws Exception {
        Conduct flood =
                talk -> {
                    talk.greet("STARTTLS");
                    talk.hear("STARTTLS");
                    talk.say("220 go");
                    talk.secure(good, "TLSv1.3");
                    // Never reads what each of them demands of us.
                    endlessly(talk::updateKeys);
                };
        assertFailedAt(Phase.EHLO, endOf(begin(new LoopbackServer(flood))));
    }

    private interface Piece {
        void send() throws Exception;
    }

    /** Until the client is gone, which is seen by a failure of the socket. */
    private static void endlessly(Piece piece) throws Exception {
        try {
            while (true) {
                piece.send();
            }
        } catch (IOException _) {
            return;
        }
    }

    private static void acceptUnderTls(LoopbackServer.Talk talk) throws Exception {
        talk.greet("STARTTLS");
        talk.hear("STARTTLS");
        talk.say("220 go");
        talk.secure(good);
        for (String command :
                List.of(
                        "EHLO probe.example.net",
                        "MAIL FROM:<probe@example.net>",
                        "RCPT TO:<seed@example.com>",
                        "RSET",
                        "QUIT")) {
            talk.hear(command);
            talk.say("250 ok");
        }
    }

    private FutureTask<Conversation> begin(LoopbackServer server) {
        FutureTask<Conversation> task =
                new FutureTask<>(
                        () -> {
                            try (server) {
                                return prober.probe(
                                        question(
                                                server.address(),
                                                new TlsDemand.Required(Trust.ANYBODY)),
                                        Listener.NONE);
                            }
                        });
        Thread.startVirtualThread(task);
        return task;
    }

    private static ProbeEnd endOf(FutureTask<Conversation> task) throws Exception {
        return task.get(SECONDS, TimeUnit.SECONDS).ending();
    }

    private static void assertFailedAt(Phase phase, ProbeEnd end) {
        assertThat(end)
                .isInstanceOfSatisfying(
                        ProbeEnd.Failed.class,
                        failed -> {
                            assertThat(failed.phase()).isEqualTo(phase);
                            assertThat(failed.fault().kind()).isEqualTo(Fault.Kind.TLS_FAILED);
                        });
    }
}
