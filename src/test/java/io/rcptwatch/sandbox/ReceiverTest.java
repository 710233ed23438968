package io.rcptwatch.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverTest {
    private static final String ACCEPTS = "tls: good";

    /** What a test does with a client that has connected, before it heard anything. */
    private interface Conversation {
        void with(Caller caller) throws Exception;
    }

    /** Holds a conversation with a receiver of its own, and returns what it remembers of it. */
    private static Dialogue hold(String limits, String script, Conversation conversation)
            throws Exception {
        try (Sandbox sandbox = Worlds.start(Worlds.ofOneReceiver(limits, script))) {
            Receiver receiver = sandbox.receiver("mx.x.test");
            try (Caller caller = new Caller(receiver, sandbox.port())) {
                conversation.with(caller);
            }
            return ended(receiver);
        }
    }

    private static Dialogue hold(String script, Conversation conversation) throws Exception {
        return hold("", script, conversation);
    }

    private static Dialogue ended(Receiver receiver) throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            List<Dialogue> dialogues = receiver.dialogues();
            if (!dialogues.isEmpty() && dialogues.getLast().end() != Dialogue.End.OPEN) {
                return dialogues.getLast();
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the conversation has no end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MAIL FROM:<a@x.test>      | 503 5.5.1 Bad sequence of commands
                    RCPT TO:<a@x.test>        | 503 5.5.1 Bad sequence of commands
                    STARTTLS                  | 503 5.5.1 Bad sequence of commands
                    EHLO                      | 501 5.5.4 Who are you?
                    HELO                      | 501 5.5.4 Who are you?
                    NOOP                      | 250 2.0.0 Ok
                    rset                      | 250 2.0.0 Ok
                    DATA                      | 554 5.7.1 no mail is taken here
                    VRFY postmaster           | 502 5.5.1 Command not implemented
                    AUTH PLAIN AHgAeA==       | 502 5.5.1 Command not implemented
                    GET / HTTP/1.1            | 500 5.5.2 Command unrecognized
                    ß                         | 500 5.5.2 Command unrecognized
                    ''                        | 500 5.5.2 Command unrecognized
                    """)
    void answers_commands_before_ehlo(String command, String reply) throws Exception {
        hold(
                ACCEPTS,
                caller -> {
                    caller.hear();
                    assertThat(caller.say(command)).isEqualTo(reply);
                    assertThat(caller.say("QUIT")).startsWith("221 ");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MAIL FROM:a@x.test                 | 501 5.5.4 Syntax: MAIL FROM:<address>
                    MAIL TO:<a@x.test>                 | 501 5.5.4 Syntax: MAIL FROM:<address>
                    MAIL FROM:<>                       | 250 2.1.0 Sender ok
                    mail from: <a@x.test> SIZE=100     | 250 2.1.0 Sender ok
                    RCPT TO:<a@x.test>                 | 503 5.5.1 Bad sequence of commands
                    STARTTLS now                       | 501 5.5.4 No parameters allowed
                    DATA                               | 554 5.7.1 no mail is taken here
                    """)
    void answers_commands_after_ehlo(String command, String reply) throws Exception {
        hold(
                ACCEPTS,
                caller -> {
                    caller.hear();
                    caller.say("EHLO x");
                    assertThat(caller.say(command)).isEqualTo(reply);
                });
    }

    @Test
    void a_transaction_ends_with_rset_and_with_ehlo() throws Exception {
        hold(
                ACCEPTS,
                caller -> {
                    caller.hear();
                    caller.say("EHLO x");
                    caller.say("MAIL FROM:<a@x.test>");
                    assertThat(caller.say("MAIL FROM:<a@x.test>")).startsWith("503 ");
                    caller.say("RSET");
                    assertThat(caller.say("RCPT TO:<a@x.test>")).startsWith("503 ");
                    assertThat(caller.say("MAIL FROM:<a@x.test>")).startsWith("250 ");
                    assertThat(caller.say("RCPT TO:a@x.test")).startsWith("501 ");
                    caller.say("EHLO x");
                    assertThat(caller.say("RCPT TO:<a@x.test>")).startsWith("503 ");
                });
    }

    @Test
    void a_sender_that_was_refused_begins_no_transaction() throws Exception {
        hold(
                "mail: 550 5.1.8 No",
                caller -> {
                    caller.hear();
                    caller.say("EHLO x");
                    caller.say("MAIL FROM:<a@x.test>");
                    assertThat(caller.say("RCPT TO:<a@x.test>")).startsWith("503 ");
                });
    }

    @Test
    void a_chunk_is_refused_and_not_read_as_commands() throws Exception {
        Dialogue dialogue =
                hold(
                        ACCEPTS,
                        caller -> {
                            caller.hear();
                            caller.send("BDAT 6 LAST\r\nQUIT\r\n");
                            assertThat(caller.hear()).startsWith("554 ");
                            assertThat(caller.hear()).isEqualTo("closed");
                        });
        assertThat(dialogue.end()).isEqualTo(Dialogue.End.CLOSED_BY_RECEIVER);
    }

    @Test
    void after_starttls_the_ehlo_is_forgotten_and_starttls_gone() throws Exception {
        hold(
                ACCEPTS,
                caller -> {
                    caller.hear();
                    caller.say("EHLO x");
                    caller.say("STARTTLS");
                    caller.handshake();
                    assertThat(caller.say("MAIL FROM:<a@x.test>")).startsWith("503 ");
                    assertThat(caller.say("EHLO x")).doesNotContain("STARTTLS");
                    assertThat(caller.say("STARTTLS")).startsWith("503 ");
                });
    }

    @Test
    void what_is_said_in_clear_after_starttls_is_ignored() throws Exception {
        Dialogue dialogue =
                hold(
                        ACCEPTS,
                        caller -> {
                            caller.hear();
                            caller.say("EHLO x");
                            caller.send("STARTTLS\r\nEHLO evil\r\nMAIL FROM:<evil@x.test>\r\n");
                            assertThat(caller.hear()).startsWith("220 ");
                            caller.handshake();
                            assertThat(caller.say("RCPT TO:<a@x.test>")).startsWith("503 ");
                            assertThat(caller.say("EHLO x")).startsWith("250-mx.x.test");
                        });
        assertThat(dialogue.commands())
                .containsExactly("EHLO x", "STARTTLS", "RCPT TO:<a@x.test>", "EHLO x");
        assertThat(dialogue.pipelined()).isTrue();
    }

    @Test
    void a_polite_dialogue_is_remembered_as_one() throws Exception {
        Dialogue dialogue =
                hold(
                        ACCEPTS,
                        caller ->
                                caller.play(
                                        """
                                        C: EHLO x
                                        C: STARTTLS
                                        C: EHLO x
                                        C: MAIL FROM:<a@x.test>
                                        C: RCPT TO:<b@x.test>
                                        C: RSET
                                        C: QUIT
                                        """));
        assertThat(dialogue.pipelined()).isFalse();
        assertThat(dialogue.end()).isEqualTo(Dialogue.End.QUIT);
        assertThat(dialogue.client().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(dialogue.commands())
                .containsExactly(
                        "EHLO x",
                        "STARTTLS",
                        "EHLO x",
                        "MAIL FROM:<a@x.test>",
                        "RCPT TO:<b@x.test>",
                        "RSET",
                        "QUIT");
        assertThat(dialogue.lines())
                .startsWith("S: 220 mx.x.test ESMTP", "C: EHLO x", "S: 250-mx.x.test")
                .endsWith("C: QUIT", "S: 221 2.0.0 mx.x.test closing connection");
    }

    @Test
    void pipelining_is_noticed_in_clear() throws Exception {
        Dialogue dialogue =
                hold(
                        ACCEPTS,
                        caller -> {
                            caller.hear();
                            caller.send("EHLO x\r\nQUIT\r\n");
                            caller.hear();
                            assertThat(caller.hear()).startsWith("221 ");
                        });
        assertThat(dialogue.pipelined()).isTrue();
    }

    @Test
    void pipelining_is_noticed_in_tls() throws Exception {
        Dialogue dialogue =
                hold(
                        "mail: {after: 300ms, say: 250 Ok}",
                        caller -> {
                            caller.hear();
                            caller.say("EHLO x");
                            caller.say("STARTTLS");
                            caller.handshake();
                            caller.say("EHLO x");
                            caller.send("MAIL FROM:<a@x.test>\r\n");
                            caller.send("QUIT\r\n");
                            caller.hear();
                            assertThat(caller.hear()).startsWith("221 ");
                        });
        assertThat(dialogue.pipelined()).isTrue();
    }

    @Test
    void talking_before_the_banner_is_noticed() throws Exception {
        Dialogue dialogue =
                hold(
                        "banner: {after: 300ms, say: 220 Hello}",
                        caller -> {
                            caller.send("EHLO x\r\n");
                            assertThat(caller.hear()).isEqualTo("220 Hello");
                        });
        assertThat(dialogue.pipelined()).isTrue();
    }

    @Test
    void a_client_that_leaves_without_quit_is_lost() throws Exception {
        assertThat(hold(ACCEPTS, Caller::hear).end()).isEqualTo(Dialogue.End.LOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "{after: 100ms, say: drop}"})
    void drops_the_connection_on_its_cue(String answer) throws Exception {
        Dialogue dialogue =
                hold(
                        "ehlo: " + answer,
                        caller -> {
                            caller.hear();
                            assertThat(caller.say("EHLO x")).isEqualTo("closed");
                        });
        assertThat(dialogue.end()).isEqualTo(Dialogue.End.CLOSED_BY_RECEIVER);
    }

    @Test
    void holds_the_connection_until_the_client_was_silent_for_too_long() throws Exception {
        hold(
                "idle: 1s",
                "mail: hold",
                caller -> {
                    caller.hear();
                    caller.say("EHLO x");
                    long start = System.nanoTime();
                    assertThat(caller.say("MAIL FROM:<a@x.test>")).isEqualTo("closed");
                    assertThat(Duration.ofNanos(System.nanoTime() - start))
                            .isGreaterThan(Duration.ofMillis(900));
                });
    }

    @Test
    void waits_before_each_answer_as_its_script_says() throws Exception {
        hold(
                """
                delay: 100ms
                banner: {after: 400ms, say: 220 Hello}
                """,
                caller -> {
                    long start = System.nanoTime();
                    caller.hear();
                    caller.say("EHLO x");
                    assertThat(Duration.ofNanos(System.nanoTime() - start))
                            .isBetween(Duration.ofMillis(490), Duration.ofSeconds(4));
                });
    }

    @Test
    void broken_tls_fails_in_the_handshake() throws Exception {
        hold(
                "tls: broken",
                caller -> {
                    caller.hear();
                    caller.say("EHLO x");
                    assertThat(caller.say("STARTTLS")).startsWith("220 ");
                    assertThatThrownBy(caller::handshake).isInstanceOf(SSLException.class);
                });
    }

    @Test
    void a_refused_starttls_leaves_the_conversation_in_clear() throws Exception {
        hold(
                "starttls: 454 4.7.0 Not now",
                caller -> {
                    caller.hear();
                    caller.say("EHLO x");
                    assertThat(caller.say("STARTTLS")).isEqualTo("454 4.7.0 Not now");
                    assertThat(caller.say("MAIL FROM:<a@x.test>")).startsWith("250 ");
                });
    }

    @Test
    void replies_repeat_what_they_were_told_and_nothing_else() throws Exception {
        hold(
                "rcpt: 550 {host} {client} {helo} {sender} {recipient}",
                caller -> {
                    caller.hear();
                    caller.say("EHLO me");
                    caller.say("MAIL FROM:<{host}$1@x.test>");
                    assertThat(caller.say("RCPT TO:<ü@x.test>"))
                            .isEqualTo("550 mx.x.test 127.0.0.1 me {host}$1@x.test ü@x.test");
                });
    }

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
        Dialogue dialogue =
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
        assertThat(dialogue.end()).isEqualTo(Dialogue.End.CLOSED_BY_RECEIVER);
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
        Dialogue dialogue =
                hold(
                        "idle: 300ms",
                        ACCEPTS,
                        caller -> {
                            caller.hear();
                            assertThat(caller.hear()).isEqualTo("closed");
                        });
        assertThat(dialogue.end()).isEqualTo(Dialogue.End.LOST);
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
