package io.rcptwatch.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.sandbox.Greylist.Triplet;
import io.rcptwatch.smtp.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GreylistTest {
    private static final Reply LATER = Reply.of(450, "4.7.1 Greylisted");
    private static final Triplet TRIPLET = new Triplet("127.0.0.1", "a@x.test", "b@x.test");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Greylist greylist = new Greylist(() -> now);

    @Test
    void passes_when_the_period_is_over_and_not_before() {
        Greylisting rule = new Greylisting(Duration.ofSeconds(20), 1, LATER);

        assertThat(greylist.passes(TRIPLET, rule)).isFalse();
        now = now.plusMillis(19_999);
        assertThat(greylist.passes(TRIPLET, rule)).isFalse();
        now = now.plusMillis(1);
        assertThat(greylist.passes(TRIPLET, rule)).isTrue();
    }

    @Test
    void passes_after_so_many_tries() {
        Greylisting rule = new Greylisting(Duration.ZERO, 2, LATER);

        assertThat(greylist.passes(TRIPLET, rule)).isFalse();
        assertThat(greylist.passes(TRIPLET, rule)).isFalse();
        assertThat(greylist.passes(TRIPLET, rule)).isTrue();
    }

    @Test
    void tells_client_sender_and_recipient_apart() {
        Greylisting rule = new Greylisting(Duration.ZERO, 1, LATER);
        greylist.passes(TRIPLET, rule);

        assertThat(greylist.passes(new Triplet("127.0.0.2", "a@x.test", "b@x.test"), rule))
                .isFalse();
        assertThat(greylist.passes(new Triplet("127.0.0.1", "c@x.test", "b@x.test"), rule))
                .isFalse();
        assertThat(greylist.passes(new Triplet("127.0.0.1", "a@x.test", "c@x.test"), rule))
                .isFalse();
        assertThat(greylist.passes(TRIPLET, rule)).isTrue();
    }

    @Test
    void forgets_the_oldest_when_there_are_too_many() {
        Greylisting rule = new Greylisting(Duration.ZERO, 1, LATER);
        greylist.passes(TRIPLET, rule);
        for (int i = 0; i < 10_000; i++) {
            greylist.passes(new Triplet("127.0.0.1", "a@x.test", i + "@x.test"), rule);
        }

        assertThat(greylist.passes(TRIPLET, rule)).isFalse();
    }

    @Test
    void the_shipped_domain_takes_mail_on_a_later_try() throws IOException {
        try (Sandbox sandbox = Sandbox.start(Worlds.shipped(), () -> now)) {
            assertThat(recipientAt(sandbox)).startsWith("450 ");
            now = now.plusSeconds(9);
            assertThat(recipientAt(sandbox)).startsWith("450 ");
            now = now.plusSeconds(1);
            assertThat(recipientAt(sandbox)).startsWith("250 ");
        }
    }

    private static String recipientAt(Sandbox sandbox) throws IOException {
        try (Caller caller = new Caller(sandbox.receiver("mx.greylists.test"), sandbox.port())) {
            caller.hear();
            caller.say("EHLO x");
            caller.say("MAIL FROM:<a@x.test>");
            return caller.say("RCPT TO:<b@greylists.test>");
        }
    }
}
