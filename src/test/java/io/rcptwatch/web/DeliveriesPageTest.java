package io.rcptwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.deliveries.Delivery;
import io.rcptwatch.deliveries.Delivery.Fate;
import io.rcptwatch.deliveries.DeliveryCounts;
import io.rcptwatch.deliveries.DeliveryJudge;
import io.rcptwatch.deliveries.LogReading;
import io.rcptwatch.report.DeliveriesReport;
import io.rcptwatch.report.ReportJson;
import io.rcptwatch.verdict.ReplyClassifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveriesPageTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final DeliveryJudge JUDGE = new DeliveryJudge(ReplyClassifier.standard());

    private final DeliveryCounts counts = new DeliveryCounts(_ -> false, (_, _) -> {});

    private void deliver(Fate fate, String said, Instant at) {
        counts.add(
                "default",
                JUDGE.judge(
                        new Delivery(
                                "gmail.com",
                                Optional.of("gmail-smtp-in.l.google.com"),
                                fate,
                                said,
                                Optional.empty())),
                at);
    }

    private String page(Instant now) {
        return Templates.deliveries(DeliveriesReport.of(counts, now));
    }

    @Test
    void the_last_hour_is_shown_with_the_last_refusals_and_no_mailbox() {
        counts.line("/var/log/mail.log", new LogReading.Other(), NOW);
        deliver(Fate.SENT, "", NOW.minusSeconds(3_000));
        for (int i = 0; i < 9; i++) {
            deliver(
                    Fate.BOUNCED,
                    "host x said: 550 5.7.26 <jane@gmail.com> unauthenticated " + i,
                    NOW.minusSeconds(60));
        }

        assertThat(page(NOW))
                .contains("<td data-label=\"Sent\">1</td>", "<td data-label=\"Bounced\">9</td>")
                .contains("9 × authentication_failed (rejected)", "fault: us")
                .contains("unauthenticated 8", "unauthenticated 4")
                .doesNotContain("unauthenticated 3", "jane");
        assertThat(ReportJson.text(DeliveriesReport.of(counts, NOW)))
                .contains("\"provider\":\"google\",\"sent\":1,\"deferred\":0,\"bounced\":9")
                .contains("\"class\":\"rejected\",\"count\":9");
        assertThat(page(NOW.plus(Duration.ofMinutes(62))))
                .contains("No delivery to another host in the last hour");
    }

    @Test
    void a_minute_counts_for_an_hour_and_its_slot_is_used_again() {
        counts.line("/var/log/mail.log", new LogReading.Other(), NOW);
        deliver(Fate.SENT, "", NOW);
        assertThat(page(NOW.plus(Duration.ofMinutes(59)))).contains("\"Sent\">1<");

        deliver(Fate.SENT, "", NOW.plus(Duration.ofHours(1)));
        assertThat(page(NOW.plus(Duration.ofMinutes(60)))).contains("\"Sent\">1<");
    }

    @Test
    void what_a_server_says_is_escaped() {
        counts.line("/var/log/mail.log", new LogReading.Other(), NOW);
        deliver(Fate.BOUNCED, "host x said: 550 <script>alert(1)</script>", NOW);

        assertThat(page(NOW)).contains("&lt;script&gt;").doesNotContain("<script>");
    }

    @Test
    void without_a_log_it_says_how_to_follow_one() {
        assertThat(page(NOW)).contains("No log is followed");
    }
}
