package io.rcptwatch.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.target.Outcome;
import io.rcptwatch.verdict.ReplyClassifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogSummaryTest {
    private static final DeliveryJudge JUDGE = new DeliveryJudge(ReplyClassifier.standard());
    private static final String AT_GOOGLE =
            "relay=gmail-smtp-in.l.google.com[142.250.102.26]:25, delay=1, dsn=2.0.0, status=";

    private final LogSummary summary = new LogSummary(new MailLog(), JUDGE);

    private void postfix(String queueId, String recipient, String rest) {
        summary.add(
                "Nov 30 23:59:01 out postfix/smtp[1]: %s: to=<%s>, %s"
                        .formatted(queueId, recipient, rest));
    }

    private void manager(String queueId, String rest) {
        summary.add("Nov 30 23:59:01 out postfix/qmgr[2]: " + queueId + ": " + rest);
    }

    private LogSummary.ProviderOutcome row(Outcome outcome) {
        return summary.rows().stream()
                .filter(row -> row.outcome() == outcome)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_retry_is_an_attempt_and_settles_nothing() {
        for (int i = 0; i < 3; i++) {
            postfix(
                    "A",
                    "a@gmail.com",
                    AT_GOOGLE
                            + "deferred (host x said: 450 4.2.1 The user you are trying to contact is receiving mail too quickly (in reply to RCPT TO command))");
        }
        postfix("A", "a@gmail.com", AT_GOOGLE + "sent (250 ok)");

        assertThat(row(Outcome.RATE_LIMITED).attempts()).isEqualTo(3);
        assertThat(row(Outcome.RATE_LIMITED).settled()).isZero();
        assertThat(row(Outcome.ACCEPTED).attempts()).isEqualTo(1);
        assertThat(row(Outcome.ACCEPTED).settled()).isEqualTo(1);
    }

    @Test
    void a_message_that_expires_settles_each_recipient_that_still_waited() {
        String later =
                "deferred (host x said: 451 4.3.0 queue file write error (in reply to end of data command))";
        postfix("A", "a@gmail.com", AT_GOOGLE + later);
        postfix("A", "b@gmail.com", AT_GOOGLE + later);
        postfix("A", "c@gmail.com", AT_GOOGLE + later);
        postfix("A", "c@gmail.com", AT_GOOGLE + "sent (250 ok)");
        manager("A", "from=<me@here.example>, status=expired, returned to sender");
        manager("A", "removed");
        manager("A", "from=<me@here.example>, status=force-expired, returned to sender");

        assertThat(summary.rows().stream().mapToLong(LogSummary.ProviderOutcome::settled).sum())
                .isEqualTo(3);
        assertThat(summary.rows().stream().mapToLong(LogSummary.ProviderOutcome::attempts).sum())
                .isEqualTo(4);
        assertThat(summary.rows()).allMatch(row -> row.provider().label().equals("google"));
    }

    @Test
    void the_mail_server_settles_whether_it_is_for_good_and_the_reply_why() {
        postfix(
                "A",
                "a@gmail.com",
                AT_GOOGLE
                        + "bounced (host x said: 450 4.2.2 The email account that you tried to reach is over quota (in reply to RCPT TO command))");
        postfix(
                "B",
                "a@gmail.com",
                AT_GOOGLE
                        + "deferred (host x said: 550 5.1.1 The email account that you tried to reach does not exist (in reply to RCPT TO command))");

        assertThat(row(Outcome.MAILBOX_FULL).outcomeClass().label()).isEqualTo("rejected");
        assertThat(row(Outcome.RECIPIENT_UNKNOWN).outcomeClass().label()).isEqualTo("deferred");
    }

    @Test
    void an_example_names_no_mailbox() {
        postfix(
                "A",
                "jane.doe+x@partner.example",
                "relay=mx.partner.example[198.51.100.7]:25, delay=1, dsn=5.1.1, status=bounced (host mx.partner.example[198.51.100.7] said: 550 5.1.1 <jane.doe+x@partner.example>: no \"j d\"@partner.example, see https://x.example/?m=jane%40partner.example (in reply to RCPT TO command))");

        assertThat(row(Outcome.RECIPIENT_UNKNOWN).example().orElseThrow())
                .contains("550 5.1.1 <address>: no <address>, see https:<address>")
                .doesNotContain("jane", "j d", "doe");
    }

    @Test
    void a_reply_that_no_rule_knows_comes_with_a_rule_to_complete() {
        for (String who : List.of("a", "b")) {
            postfix(
                    "A",
                    who + "@gmail.com",
                    AT_GOOGLE
                            + "bounced (host x said: 550 grzmph "
                            + who
                            + "@gmail.com (in reply to RCPT TO command))");
        }

        assertThat(summary.unknown()).hasSize(1);
        assertThat(summary.unknown().getFirst().times()).isEqualTo(2);
        assertThat(summary.unknown().getFirst().skeleton())
                .contains("id: my-rule", "grzmph")
                .doesNotContain("a@", "b@");
    }

    @Test
    void the_domains_that_most_mail_goes_to_come_first() {
        postfix("A", "a@Gmail.com", AT_GOOGLE + "sent (250 ok)");
        postfix("A", "b@gmail.com", AT_GOOGLE + "sent (250 ok)");
        postfix(
                "A",
                "b@down.example",
                "relay=none, delay=1, dsn=4.4.1, status=deferred (connect to mx.down.example[203.0.113.9]:25: Connection refused)");

        assertThat(summary.domains(1)).containsExactly(new LogSummary.DomainRow("gmail.com", 2, 0));
        assertThat(summary.domains(9).getLast())
                .isEqualTo(new LogSummary.DomainRow("down.example", 0, 1));
    }

    @Test
    void a_compressed_log_is_read_and_of_an_endless_line_only_the_beginning() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("one\r\n".getBytes(StandardCharsets.UTF_8));
            out.write("x".repeat(5_000_000).getBytes(StandardCharsets.UTF_8));
            out.write("\nthree".getBytes(StandardCharsets.UTF_8));
        }
        LogLines lines = new LogLines(new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(lines.next()).contains("one");
        assertThat(lines.next().orElseThrow()).hasSize(LogLines.MOST);
        assertThat(lines.next()).contains("three");
        assertThat(lines.next()).isEmpty();
        assertThat(new LogLines(new ByteArrayInputStream(new byte[0])).next()).isEmpty();
        assertThat(new LogLines(new ByteArrayInputStream(new byte[] {'a'})).next()).contains("a");
    }

    static Stream<String> hostileLines() {
        String start = "Nov 30 23:59:01 out postfix/smtp[1]: A: to=<";
        return Stream.of(
                start + "a".repeat(30_000),
                start + "a@b>,".repeat(6_000),
                start + "a@b>, relay=" + "x[".repeat(15_000),
                start
                        + "a@b.example>, relay=none, delay=1, dsn=4.0.0, status=deferred ("
                        + "(".repeat(30_000),
                start
                        + "a@b.example>, relay=none, delay="
                        + "9".repeat(15)
                        + ", dsn=4.0.0, status=deferred (x)",
                start
                        + "a@b.example>, relay=none, delay=.., dsn=4.0.0, status=bounced (\u0000\u001b[31m\ufffd said: 250 ok)",
                start
                        + "a@b.example>, relay=none, delay=1, dsn=5.0.0, status=bounced ("
                        + " said: 550 ".repeat(3_000)
                        + ")",
                start
                        + "\"x>, relay=y[8.8.8.8]:25, delay=1, status=sent (250 \"@b.example>, relay=none, delay=1, dsn=5.0.0, status=bounced (x)",
                "2026-11-30 23:59:01 1tHabl-0004Fz-2Z ** " + "<".repeat(30_000),
                "2026-11-30 23:59:01 1tHabl-0004Fz-2Z => a@b.example " + " H=x [1".repeat(4_000),
                "2026-11-30 23:59:01 1tHabl-0004Fz-2Z => a@b.example H=x [8.8.8.8] C=\""
                        + "\" A=".repeat(7_000),
                "{\"type\":\"Bounce\",\"recipient\":" + "[".repeat(30_000),
                "{\"type\":\"Bounce\",\"recipient\":{},\"response\":[1],\"peer_address\":7}",
                "a@".repeat(15_000));
    }

    @ParameterizedTest
    @MethodSource("hostileLines")
    @Timeout(5)
    void a_hostile_line_harms_nothing(String line) {
        for (int i = 0; i < 10; i++) {
            summary.add(line);
        }
        assertThat(summary.lines()).isEqualTo(10);
        summary.rows().forEach(row -> assertThat(row.example().orElse("")).hasSizeLessThan(400));
    }

    @Test
    void ten_thousand_lines_a_second_are_no_matter() {
        List<String> kinds =
                List.of(
                        "sent (250 2.0.0 ok)",
                        "deferred (host x said: 450 4.2.0 Greylisted (in reply to RCPT TO command))",
                        "bounced (host x said: 550-5.7.26 unauthenticated 550 5.7.26 gsmtp (in reply to end of data command))");
        int lines = 60_000;
        long start = System.nanoTime();
        for (int i = 0; i < lines; i++) {
            postfix(
                    "Q" + i,
                    "user" + i + "@d" + i % 5_000 + ".example",
                    AT_GOOGLE + kinds.get(i % 3));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(
                "%d lines of a log in %d ms: %d a second%n",
                lines, took.toMillis(), lines * 1000L / took.toMillis());
        assertThat(summary.rows().stream().mapToLong(LogSummary.ProviderOutcome::attempts).sum())
                .isEqualTo(lines);
    }
}
