package io.rcptwatch.wire;

import static io.rcptwatch.wire.ConversationTest.prober;
import static io.rcptwatch.wire.ConversationTest.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.TlsMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class ShutdownTest {
    private final Shutdown shutdown = new Shutdown();
    private final CountDownLatch silent = new CountDownLatch(3);

    /** The one test in real time: 3 s of grace and 5 s for QUIT. */
    @Test
    void all_conversations_are_over_within_8_seconds_and_quit_was_said() throws Exception {
        try (LoopbackServer banner = new LoopbackServer(this::silentBanner);
                LoopbackServer mail = new LoopbackServer(this::silentAtMail);
                LoopbackServer rset = new LoopbackServer(this::silentAtRset)) {
            CompletableFuture<Conversation> atBanner = begin(banner);
            CompletableFuture<Conversation> atMail = begin(mail);
            CompletableFuture<Conversation> atRset = begin(rset);
            assertThat(silent.await(10, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            shutdown.begin();
            assertThat(fault(atBanner)).isEqualTo(Fault.Kind.LOCAL_ERROR);
            assertThat(fault(atMail)).isEqualTo(Fault.Kind.LOCAL_ERROR);
            assertThat(atRset.get().ending().phase()).isEqualTo(Phase.RCPT);
            // A little more, for a machine that is busy; 10 s is what the operator is told.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofMillis(8_700));
            // RFC 5321 §3.1: nothing before the greeting.
            assertThat(banner.log()).containsExactly("C: (end)");
            assertThat(mail.log())
                    .endsWith("C: QUIT", "S: 221 bye", "C: (end)")
                    .doesNotContain("C: RSET");
            assertThat(rset.log()).endsWith("C: RSET", "C: QUIT", "C: (end)");
        }
    }

    private void silentBanner(LoopbackServer.Talk talk) throws Exception {
        silent.countDown();
        talk.end();
    }

    private void silentAtMail(LoopbackServer.Talk talk) throws Exception {
        talk.greet();
        talk.hear("MAIL FROM:<probe@example.net>");
        silent.countDown();
        talk.hear("QUIT");
        talk.quiet(Duration.ofSeconds(1));
        talk.say("221 bye");
        talk.end();
    }

    private void silentAtRset(LoopbackServer.Talk talk) throws Exception {
        talk.greet();
        talk.hear("MAIL FROM:<probe@example.net>");
        talk.say("250 ok");
        talk.hear("RCPT TO:<seed@example.com>");
        talk.say("250 ok");
        talk.hear("RSET");
        silent.countDown();
        talk.hear("QUIT");
        talk.end();
    }

    private CompletableFuture<Conversation> begin(LoopbackServer server) {
        return CompletableFuture.supplyAsync(
                () ->
                        prober(shutdown)
                                .probe(question(server.address(), TlsMode.NONE), Listener.NONE),
                Thread::startVirtualThread);
    }

    private static Fault.Kind fault(CompletableFuture<Conversation> conversation) throws Exception {
        return ((ProbeEnd.Failed) conversation.get().ending()).fault().kind();
    }

    @Test
    void a_server_that_is_busy_answering_gets_a_little_more_time() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.pause(Duration.ofMillis(300));
                                    talk.say("220 mx1.example.test");
                                });
                Connection connection =
                        new SocketConnector(new TlsClient(List.of()), shutdown)
                                .connect(
                                        Client.HOST,
                                        server.address(),
                                        Optional.empty(),
                                        Client.patient())) {
            shutdown.begin();
            assertThat(connection.greeting().code()).isEqualTo(220);
            assertThat(connection.stopping()).isTrue();
        }
    }
}
