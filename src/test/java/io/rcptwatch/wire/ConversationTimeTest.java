package io.rcptwatch.wire;

import static io.rcptwatch.wire.ConversationTest.prober;
import static io.rcptwatch.wire.ConversationTest.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.TlsDemand;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code timeouts.conversation} is all the time that a host gets, however it spends it. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class ConversationTimeTest {
    private static final Duration CONVERSATION = Duration.ofSeconds(4);
    private static final Duration EACH = Duration.ofMillis(650);
    // A second is what the bound may be exceeded by, and a little more on a machine that is busy.
    private static final Duration LONGEST = CONVERSATION.plusMillis(1_600);

    @BeforeAll
    static void loadTheLibrary() {
        assertThat(TlsLibrary.available()).isNotNull();
    }

    @Test
    void silence_at_rset_and_quit_is_part_of_it() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer(
                        talk -> {
                            slowlyUpTo(talk, "RCPT TO:<seed@example.com>");
                            talk.hear("RSET");
                            talk.hear("QUIT");
                            talk.end();
                        })) {
            assertThat(took(server)).isLessThan(LONGEST);
            assertThat(server.log()).endsWith("C: RSET", "C: QUIT", "C: (end)");
        }
    }

    @Test
    void the_second_connection_gets_what_the_first_one_left() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer(
                        talk -> {
                            talk.pause(EACH);
                            talk.greet("STARTTLS");
                            talk.hear("STARTTLS");
                            talk.pause(EACH);
                            talk.say("220 go");
                            talk.hearClientHello();
                            talk.pause(EACH);
                            talk.reset();
                        },
                        talk -> {
                            talk.pause(EACH);
                            talk.greet("STARTTLS");
                            talk.hear("MAIL FROM:<probe@example.net>");
                            talk.hear("QUIT");
                            talk.end();
                        })) {
            assertThat(took(server)).isLessThan(LONGEST);
            assertThat(server.log()).endsWith("C: QUIT", "C: (end)");
        }
    }

    /** A write blocks as long as the other side reads nothing: no timeout of the JDK's ends it. */
    @Test
    void a_write_that_nothing_reads_ends_with_its_time() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DeadlineSocket socket = new DeadlineSocket(new Shutdown())) {
            socket.connect(server.getLocalSocketAddress(), 1_000);
            try (Socket _ = server.accept()) {
                long start = System.nanoTime();
                socket.readUntil(start + Duration.ofMillis(500).toNanos(), false);
                assertThatExceptionOfType(SocketTimeoutException.class)
                        .isThrownBy(() -> flood(socket.getOutputStream()));
                assertThat(since(start)).isLessThan(Duration.ofSeconds(4));
            }
        }
    }

    @Test
    void a_write_that_nothing_reads_ends_when_the_agent_stops() throws Exception {
        Shutdown shutdown = new Shutdown();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DeadlineSocket socket = new DeadlineSocket(shutdown)) {
            socket.connect(server.getLocalSocketAddress(), 1_000);
            try (Socket _ = server.accept()) {
                long start = System.nanoTime();
                socket.readUntil(start + Duration.ofMinutes(3).toNanos(), false);
                shutdown.begin();
                assertThatExceptionOfType(SocketTimeoutException.class)
                        .isThrownBy(() -> flood(socket.getOutputStream()));
                assertThat(since(start)).isLessThan(Shutdown.GRACE.plusSeconds(3));
            }
        }
    }

    private static void flood(OutputStream out) throws IOException {
        byte[] many = new byte[1 << 20];
        while (true) {
            out.write(many);
        }
    }

    private static void slowlyUpTo(LoopbackServer.Talk talk, String last) throws Exception {
        talk.pause(EACH);
        talk.say("220 mx1.example.test");
        for (String command :
                new String[] {"EHLO probe.example.net", "MAIL FROM:<probe@example.net>", last}) {
            talk.hear(command);
            talk.pause(EACH);
            talk.say("250 ok");
        }
    }

    private static Duration took(LoopbackServer server) {
        long start = System.nanoTime();
        Conversation conversation =
                prober(new Shutdown())
                        .probe(
                                question(
                                        server.address(),
                                        new TlsDemand.Opportunistic(),
                                        CONVERSATION),
                                Listener.NONE);
        assertThat(conversation.steps()).isNotEmpty();
        return since(start);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
