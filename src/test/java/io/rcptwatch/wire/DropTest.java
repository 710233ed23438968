package io.rcptwatch.wire;

import static io.rcptwatch.smtp.Fault.Kind.CONNECTION_DROPPED;
import static io.rcptwatch.smtp.Fault.Kind.PROTOCOL_ERROR;
import static io.rcptwatch.wire.Client.EHLO;
import static io.rcptwatch.wire.Client.RCPT;
import static io.rcptwatch.wire.Client.connect;
import static io.rcptwatch.wire.Client.fault;
import static io.rcptwatch.wire.Client.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.Fault;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class DropTest {
    @Test
    void a_server_that_closes_without_a_word_dropped_us() throws Exception {
        try (LoopbackServer server = new LoopbackServer(_ -> {});
                Connection connection = connect(server.address(), patient())) {
            assertThat(fault(connection::greeting))
                    .isEqualTo(
                            new Fault(
                                    CONNECTION_DROPPED,
                                    "the server closed the connection without a reply"));
        }
    }

    @Test
    void a_server_that_resets_the_connection_dropped_us() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.say("220 mx1.example.test");
                                    talk.hear("EHLO probe.example.net");
                                    talk.reset();
                                });
                Connection connection = connect(server.address(), patient())) {
            connection.greeting();
            assertThat(fault(() -> connection.exchange(EHLO)))
                    .isEqualTo(
                            new Fault(
                                    CONNECTION_DROPPED, "the connection broke: Connection reset"));
        }
    }

    @Test
    void half_a_reply_is_a_drop() throws Exception {
        try (LoopbackServer server = new LoopbackServer(talk -> talk.send("220-mx1\r\n220 mx"));
                Connection connection = connect(server.address(), patient())) {
            assertThat(fault(connection::greeting).kind()).isEqualTo(CONNECTION_DROPPED);
        }
    }

    @Test
    void what_a_server_says_before_it_closes_is_still_heard() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.say("220 mx1.example.test");
                                    talk.send("421 4.3.2 shutting down\r\n");
                                });
                Connection connection = connect(server.address(), patient())) {
            connection.greeting();
            server.log();
            assertThat(connection.exchange(EHLO).code()).isEqualTo(421);
            assertThat(fault(() -> connection.exchange(RCPT)).kind()).isEqualTo(CONNECTION_DROPPED);
        }
    }

    @Test
    void what_a_server_says_before_it_resets_the_connection_is_still_heard() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer(
                                talk -> {
                                    talk.say("220 mx1.example.test");
                                    talk.pause(Duration.ofMillis(100));
                                    talk.send("421 4.4.2 too slow\r\n");
                                    talk.reset();
                                });
                Connection connection = connect(server.address(), patient())) {
            connection.greeting();
            server.log();
            assertThat(connection.exchange(EHLO).code()).isEqualTo(421);
            assertThat(fault(() -> connection.exchange(RCPT)).kind()).isEqualTo(CONNECTION_DROPPED);
        }
    }

    @Test
    void a_flood_is_cut_off_and_the_socket_closed() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer(
                        talk -> {
                            String line = "220-" + "x".repeat(1_000) + "\r\n";
                            assertThat(
                                            catchThrowable(
                                                    () -> {
                                                        while (true) {
                                                            talk.send(line);
                                                        }
                                                    }))
                                    .isInstanceOf(SocketException.class);
                        })) {
            try (Connection connection = connect(server.address(), patient())) {
                assertThat(fault(connection::greeting).kind()).isEqualTo(PROTOCOL_ERROR);
            }
            server.log();
        }
    }
}
