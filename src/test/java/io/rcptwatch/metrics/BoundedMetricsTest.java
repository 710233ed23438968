package io.rcptwatch.metrics;

import static io.rcptwatch.report.Samples.accepted;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.conversation;
import static io.rcptwatch.report.Samples.observation;
import static io.rcptwatch.report.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.rcptwatch.metrics.Scrape.Sample;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.smtp.Extensions;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What no server, and no mistake of ours, can do to a scrape. */
class BoundedMetricsTest {
    private final Target a = target("a.example");

    @Test
    void outcomes_that_need_a_message_are_not_there() {
        assertThat(new Watched(a).scrape().all("smtp_probe_results_total"))
                .extracting(sample -> sample.labels().get("outcome"))
                .doesNotContain("content_rejected", "message_too_large");
    }

    @Test
    void ten_thousand_made_up_extensions_are_one_series() {
        Watched watched = new Watched(a);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < 10_000; i++) {
            parameters.put("XEVIL" + i + "\"\\\n", "");
        }
        parameters.put("PIPELINING", "");
        Conversation plain = conversation(Reply.of(250, "ok"));
        Conversation hostile =
                new Conversation(
                        plain.steps(),
                        plain.ending(),
                        Optional.of(new Extensions(parameters)),
                        Optional.empty(),
                        Optional.empty());
        watched.round(
                a,
                Status.DELIVERABLE,
                observation(a, "mx", Outcome.ACCEPTED, OutcomeClass.OK, hostile));

        assertThat(watched.scrape().all("smtp_probe_ehlo_extension_info"))
                .extracting(sample -> sample.labels().get("extension"))
                .containsExactlyInAnyOrder("PIPELINING", "other");
    }

    @Test
    void hosts_of_a_new_name_in_each_round_share_a_label_beyond_the_bound() {
        Watched watched = new Watched(a);
        Set<String> labels = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            watched.round(a, Status.DEGRADED, accepted(a, "mx" + i), blocked(a, "stays"));
            watched.scrape().all("smtp_probe_success").stream()
                    .map(sample -> sample.labels().get("mx"))
                    .forEach(labels::add);
        }

        assertThat(labels).hasSize(81).contains("mx0", "stays", "other");
        assertThat(watched.scrape().value("smtp_probe_success", "mx", "other")).isEqualTo(1);
        assertThat(watched.scrape().value("smtp_probe_success", "mx", "stays")).isZero();
        assertThat(watched.scrape().all("smtp_probe_last_result_info")).hasSize(2);
    }

    @Test
    void enhanced_codes_beyond_the_bound_count_together() {
        Watched watched = new Watched(a);
        for (int i = 0; i < 2 * ReplyCounters.MOST_KINDS; i++) {
            Reply reply = Reply.of(550, "5." + i / 100 + "." + i % 100 + " no");
            watched.round(
                    a,
                    Status.REJECTED,
                    observation(a, "mx", Outcome.POLICY_REJECTED, OutcomeClass.REJECTED, reply));
        }
        Scrape scrape = watched.scrape();

        assertThat(scrape.all("smtp_probe_replies_total"))
                .hasSizeLessThanOrEqualTo(ReplyCounters.MOST_KINDS + 1);
        assertThat(
                        scrape.value(
                                "smtp_probe_replies_total",
                                "code",
                                "550",
                                "enhanced_code",
                                "other"))
                .isGreaterThan(ReplyCounters.MOST_KINDS / 2.0);
        assertThat(
                        scrape.all("smtp_probe_replies_total", "phase", "rcpt").stream()
                                .mapToDouble(Sample::value)
                                .sum())
                .isEqualTo(2.0 * ReplyCounters.MOST_KINDS);
    }

    @Test
    void a_host_name_with_quotes_backslashes_and_line_feeds_is_escaped() {
        String evil = "a\"} 1\nevil{x=\"\\";
        Watched watched = new Watched(a);
        watched.round(a, Status.DELIVERABLE, accepted(a, evil));

        assertThat(watched.scrape().all("smtp_probe_success"))
                .extracting(sample -> sample.labels().get("mx"))
                .containsExactly(evil);
        assertThat(watched.scrape().all("evil")).isEmpty();
    }

    @Test
    void a_host_that_is_named_twice_does_not_break_the_scrape() {
        Watched watched = new Watched(a);
        watched.round(a, Status.DEGRADED, blocked(a, "mx.a.example"), accepted(a, "mx.a.example"));

        assertThat(watched.scrape().value("smtp_probe_success")).isZero();
        assertThat(watched.scrape().all("smtp_probe_last_result_info")).hasSize(1);
    }

    @Test
    void timers_have_no_gauge_of_a_maximum() {
        assertThat(new Watched(a).scrape().types().keySet())
                .noneMatch(name -> name.endsWith("_max"));
    }

    @Test
    void meters_of_one_name_with_other_labels_are_refused() {
        Watched watched = new Watched(a);

        assertThatThrownBy(
                        () ->
                                Counter.builder(Metric.UNCLASSIFIED_REPLIES.family())
                                        .tag("domain", "a.example")
                                        .register(watched.registry))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Timer.builder(Metric.DURATION.family()).register(watched.registry))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rows_with_more_or_fewer_labels_than_their_metric_are_refused() {
        RowWriter rows = new RowWriter(Exposition.Format.TEXT, new StringWriter());
        rows.begin(Metric.INTERVAL);

        assertThatThrownBy(() -> rows.row(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rows.row(1, "a.example", "b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Metric.DURATION.tags())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_result_that_only_a_users_rule_can_name_is_counted_too() {
        Watched watched = new Watched(a);
        Reply reply = Reply.of(554, "fine with us");
        watched.round(
                a,
                Status.DELIVERABLE,
                observation(a, "mx", Outcome.ACCEPTED, OutcomeClass.REJECTED, reply));
        Scrape scrape = watched.scrape();

        assertThat(
                        scrape.value(
                                "smtp_probe_results_total",
                                "class",
                                "rejected",
                                "outcome",
                                "accepted"))
                .isOne();
        assertThat(scrape.all("smtp_probe_results_total")).hasSize(42);
    }
}
