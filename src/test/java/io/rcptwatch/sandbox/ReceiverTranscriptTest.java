package io.rcptwatch.sandbox;

import static io.rcptwatch.sandbox.OneReceiver.ACCEPTS;
import static io.rcptwatch.sandbox.OneReceiver.hold;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a receiver remembers of its clients. */
class ReceiverTranscriptTest {
    @Test
    void what_is_said_in_clear_after_starttls_is_ignored() throws Exception {
        ReceiverTranscript dialogue =
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
        ReceiverTranscript dialogue =
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
        assertThat(dialogue.end()).isEqualTo(ReceiverTranscript.End.QUIT);
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
        ReceiverTranscript dialogue =
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
        ReceiverTranscript dialogue =
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
        ReceiverTranscript dialogue =
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
        assertThat(hold(ACCEPTS, Caller::hear).end()).isEqualTo(ReceiverTranscript.End.LOST);
    }
}
