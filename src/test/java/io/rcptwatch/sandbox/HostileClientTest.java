package io.rcptwatch.sandbox;

import static io.rcptwatch.sandbox.OneReceiver.ACCEPTS;
import static io.rcptwatch.sandbox.OneReceiver.ended;
import static io.rcptwatch.sandbox.OneReceiver.hold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients cannot do to a receiver. */
class HostileClientTest {
    @Test
    void control_characters_cannot_forge_a_line() throws Exception {
        hold(
                "ehlo: 250 hello {helo}",
                caller -> {
                    caller.hear();
                    assertThat(caller.say("EHLO x\r250 forged")).startsWith("500 ");
                    assertThat(caller.say("EHLO x\0y")).startsWith("500 ");
                });
    }

    @Test
    void a_line_without_end_is_not_read_to_its_end() throws Exception {
        ReceiverTranscript dialogue =
                hold(
                        ACCEPTS,
                        caller -> {
                            caller.hear();
                            assertThatThrownBy(
                                            () -> {
                                                caller.send("x".repeat(1 << 20));
                                                caller.send("x".repeat(1 << 24));
                                            })
                                    .isInstanceOf(IOException.class);
                        });
        assertThat(dialogue.end()).isEqualTo(ReceiverTranscript.End.CLOSED_BY_RECEIVER);
        assertThat(dialogue.lines()).contains("S: 500 5.5.2 Line too long");
    }

    @Test
    void a_line_that_is_a_little_too_long_is_told_so() throws Exception {
        hold(
                ACCEPTS,
                caller -> {
                    caller.hear();
                    assertThat(caller.say("NOOP " + "x".repeat(3_000)))
                            .isEqualTo("500 5.5.2 Line too long");
                    assertThat(caller.hear()).isEqualTo("closed");
                });
    }

    @Test
    void a_client_that_never_speaks_is_let_go() throws Exception {
        ReceiverTranscript dialogue =
                hold(
                        "idle: 300ms",
                        ACCEPTS,
                        caller -> {
                            caller.hear();
                            assertThat(caller.hear()).isEqualTo("closed");
                        });
        assertThat(dialogue.end()).isEqualTo(ReceiverTranscript.End.LOST);
    }

    @Test
    void a_client_that_drips_is_cut_off() throws Exception {
        hold(
                "idle: 2s, conversation: 500ms",
                ACCEPTS,
                caller -> {
                    caller.hear();
                    assertThatThrownBy(
                                    () -> {
                                        for (int i = 0; i < 100; i++) {
                                            caller.send("x");
                                            Thread.sleep(50);
                                        }
                                    })
                            .isInstanceOf(IOException.class);
                });
    }

    @Test
    void a_client_that_never_ends_is_told_to() throws Exception {
        hold(
                ACCEPTS,
                caller -> {
                    caller.hear();
                    for (int i = 0; i < 100; i++) {
                        assertThat(caller.say("NOOP")).startsWith("250 ");
                    }
                    assertThat(caller.say("NOOP")).startsWith("421 ");
                    assertThat(caller.hear()).isEqualTo("closed");
                });
    }

    @Test
    void a_hundred_clients_are_served_at_once() throws Exception {
        try (Sandbox sandbox = Worlds.start(Worlds.ofOneReceiver("dialogues: 7", ACCEPTS))) {
            Receiver receiver = sandbox.receiver("mx.x.test");
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                callers.add(new Caller(receiver, sandbox.port()));
            }
            for (Caller caller : callers) {
                assertThat(caller.hear()).startsWith("220 ");
            }
            for (Caller caller : callers) {
                assertThat(caller.say("QUIT")).startsWith("221 ");
                caller.close();
            }
            assertThat(receiver.dialogues()).hasSize(7);
        }
    }

    @Test
    void one_client_too_many_is_told_so_and_has_its_place_when_another_left() throws Exception {
        try (Sandbox sandbox = Worlds.start(Worlds.ofOneReceiver("connections: 1", ACCEPTS))) {
            Receiver receiver = sandbox.receiver("mx.x.test");
            try (Caller first = new Caller(receiver, sandbox.port())) {
                first.hear();
                try (Caller second = new Caller(receiver, sandbox.port())) {
                    assertThat(second.hear()).isEqualTo("421 4.3.2 Too many connections");
                    assertThat(second.hear()).isEqualTo("closed");
                }
                first.say("QUIT");
            }
            ended(receiver);
            assertThat(greetingAfterAWhile(receiver, sandbox.port())).startsWith("220 ");
        }
    }

    /** A place is free again only when the receiver has seen its client close. */
    private static String greetingAfterAWhile(Receiver receiver, int port) throws Exception {
        String greeting = "";
        for (int i = 0; i < 100 && !greeting.startsWith("220 "); i++) {
            Thread.sleep(10);
            try (Caller caller = new Caller(receiver, port)) {
                greeting = caller.hear();
            }
        }
        return greeting;
    }
}
