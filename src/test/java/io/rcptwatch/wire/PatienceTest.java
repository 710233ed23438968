package io.rcptwatch.wire;

import static io.rcptwatch.smtp.Fault.Kind.REPLY_TIMEOUT;
import static io.rcptwatch.wire.Client.EHLO;
import static io.rcptwatch.wire.Client.FAREWELL;
import static io.rcptwatch.wire.Client.QUIT;
import static io.rcptwatch.wire.Client.RCPT;
import static io.rcptwatch.wire.Client.connect;
import static io.rcptwatch.wire.Client.failsAfter;
import static io.rcptwatch.wire.Client.timeouts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.rcptwatch.smtp.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class PatienceTest {
    private static final Duration DRIP = Duration.ofMillis(200);

    @Test
    void a_silent_server_has_until_the_banners_time_is_over() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.Talk::end);
                Connection connection = connect(server.address(), timeouts(400, 9_000, 9_000))) {
            failsAfter(REPLY_TIMEOUT, 390, 3_000, connection::greeting);
        }
    }

    @Test
    void a_banner_that_drips_gets_no_more_time_than_one_that_does_not_come() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(talk -> talk.drip("220 mx1.example.test\r\n", DRIP));
                Connection connection = connect(server.address(), timeouts(700, 9_000, 9_000))) {
            failsAfter(REPLY_TIMEOUT, 690, 3_000, connection::greeting);
        }
    }

    @Test
    void a_reply_that_drips_gets_no_more_time_than_one_that_does_not_come() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.say("220 mx1.example.test");
                                    talk.hear("EHLO probe.example.net");
                                    talk.drip("250 mx1.example.test\r\n", DRIP);
                                });
                Connection connection = connect(server.address(), timeouts(9_000, 700, 9_000))) {
            connection.greeting();
            failsAfter(REPLY_TIMEOUT, 690, 3_000, () -> connection.exchange(EHLO));
        }
    }

    @Test
    void a_reply_of_endless_lines_gets_no_more_time_either() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    for (int i = 0; i < 20; i++) {
                                        talk.send("220-wait\r\n");
                                        talk.pause(DRIP);
                                    }
                                });
                Connection connection = connect(server.address(), timeouts(700, 9_000, 9_000))) {
            failsAfter(REPLY_TIMEOUT, 690, 3_000, connection::greeting);
        }
    }

    @Test
    void a_server_that_is_just_quick_enough_each_time_ends_with_the_conversations_time()
            throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.pause(DRIP);
                                    talk.say("220 mx1.example.test");
                                    talk.hear("EHLO probe.example.net");
                                    talk.pause(DRIP);
                                    talk.say("250 mx1.example.test");
                                    talk.hear("RCPT TO:<seed@example.com>");
                                    talk.end();
                                });
                Connection connection = connect(server.address(), timeouts(9_000, 9_000, 900))) {
            connection.greeting();
            connection.exchange(EHLO);
            failsAfter(REPLY_TIMEOUT, 0, 3_000, () -> connection.exchange(RCPT));
        }
    }

    @Test
    void at_the_end_of_the_conversations_time_quit_is_said_and_not_waited_for() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer(
                        talk -> {
                            talk.hear("QUIT");
                            talk.end();
                        })) {
            try (Connection connection = connect(server.address(), timeouts(100, 100, 100))) {
                failsAfter(REPLY_TIMEOUT, 0, 3_000, connection::greeting);
                failsAfter(REPLY_TIMEOUT, 0, 900, () -> connection.exchange(QUIT, FAREWELL));
            }
            assertThat(server.log()).containsExactly("C: QUIT", "C: (end)");
        }
    }

    @Test
    void quit_gets_no_more_than_its_time() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.hear("QUIT");
                                    talk.drip("221 bye and thanks\r\n", DRIP);
                                });
                Connection connection = connect(server.address(), timeouts(9_000, 9_000, 9_000))) {
            failsAfter(
                    REPLY_TIMEOUT,
                    490,
                    900,
                    () -> connection.exchange(QUIT, Duration.ofMillis(500)));
        }
    }
}
