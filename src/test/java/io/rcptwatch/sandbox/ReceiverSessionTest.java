package io.rcptwatch.sandbox;

import static io.rcptwatch.sandbox.OneReceiver.ACCEPTS;
import static io.rcptwatch.sandbox.OneReceiver.hold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver answers. */
class ReceiverSessionTest {
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
    void a_message_is_refused_after_its_end_by_a_script_that_judges_content() throws Exception {
        hold(
                "content: 550 5.7.26 Unauthenticated",
                caller -> {
                    caller.hear();
                    caller.say("EHLO x");
                    caller.say("MAIL FROM:<a@x.test>");
                    assertThat(caller.say("DATA")).startsWith("503 ");
                    assertThat(caller.say("RCPT TO:<a@x.test>")).startsWith("250 ");
                    assertThat(caller.say("DATA")).startsWith("354 ");
                    caller.send("Subject: x\r\n\r\nQUIT\r\n");
                    assertThat(caller.say(".")).isEqualTo("550 5.7.26 Unauthenticated");
                    assertThat(caller.say("DATA")).startsWith("503 ");
                    assertThat(caller.say("QUIT")).startsWith("221 ");
                });
    }

    @Test
    void a_chunk_is_refused_and_not_read_as_commands() throws Exception {
        ReceiverTranscript dialogue =
                hold(
                        ACCEPTS,
                        caller -> {
                            caller.hear();
                            caller.send("BDAT 6 LAST\r\nQUIT\r\n");
                            assertThat(caller.hear()).startsWith("554 ");
                            assertThat(caller.hear()).isEqualTo("closed");
                        });
        assertThat(dialogue.end()).isEqualTo(ReceiverTranscript.End.CLOSED_BY_RECEIVER);
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

    @ParameterizedTest
    @ValueSource(strings = {"drop", "{after: 100ms, say: drop}"})
    void drops_the_connection_on_its_cue(String answer) throws Exception {
        ReceiverTranscript dialogue =
                hold(
                        "ehlo: " + answer,
                        caller -> {
                            caller.hear();
                            assertThat(caller.say("EHLO x")).isEqualTo("closed");
                        });
        assertThat(dialogue.end()).isEqualTo(ReceiverTranscript.End.CLOSED_BY_RECEIVER);
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
}
