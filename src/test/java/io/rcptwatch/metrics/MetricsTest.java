package io.rcptwatch.metrics;

import static io.rcptwatch.report.Samples.accepted;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.conversation;
import static io.rcptwatch.report.Samples.identity;
import static io.rcptwatch.report.Samples.observation;
import static io.rcptwatch.report.Samples.secured;
import static io.rcptwatch.report.Samples.target;
import static io.rcptwatch.report.Samples.unroutable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.rcptwatch.agent.Limiter;
import io.rcptwatch.agent.Observation;
import io.rcptwatch.agent.SkipReason;
import io.rcptwatch.metrics.Scrape.Sample;
import io.rcptwatch.pace.Greylists.News;
import io.rcptwatch.pace.Heard;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.report.Samples;
import io.rcptwatch.smtp.Extensions;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Provider GOOGLE = new Provider("google");

    private final Target a = target("a.example");

    @Test
    void every_series_that_is_known_in_advance_is_there_at_the_first_scrape() {
        Scrape scrape = new Watched(a).scrape();

        assertThat(scrape.value("smtp_probe_attempts_total", "domain", "a.example")).isZero();
        assertThat(
                        scrape.all(
                                "smtp_probe_results_total",
                                "domain",
                                "a.example",
                                "provider",
                                "other"))
                .hasSize(41)
                .allMatch(sample -> sample.value() == 0);
        assertThat(scrape.all("smtp_probe_tls_failures_total", "domain", "a.example"))
                .hasSize(TlsProblem.values().length);
        assertThat(scrape.all("smtp_probe_skipped_total", "domain", "a.example"))
                .hasSize(SkipReason.values().length);
        assertThat(scrape.value("smtp_probe_unclassified_replies_total", "provider", "other"))
                .isZero();
        assertThat(scrape.value("smtp_probe_duration_seconds_count", "provider", "other")).isZero();
        assertThat(scrape.all("smtp_probe_phase_duration_seconds_count", "provider", "other"))
                .hasSize(7);
        assertThat(scrape.value("smtp_probe_scheduler_lag_seconds_count")).isZero();
        assertThat(scrape.value("smtp_probe_mx_changes_total", "domain", "a.example")).isZero();
        assertThat(scrape.value("smtp_probe_last_success_timestamp_seconds")).isZero();
        assertThat(scrape.value("smtp_probe_domain_status", "status", "pending")).isOne();
        assertThat(scrape.value("smtp_probe_interval_seconds")).isEqualTo(300);
        assertThat(scrape.value("smtp_probe_in_flight")).isZero();
        assertThat(scrape.value("smtp_probe_config_last_reload_successful")).isOne();
        assertThat(scrape.value("smtp_probe_config_last_reload_success_timestamp_seconds"))
                .isEqualTo(1772600767.5);
        assertThat(scrape.value("smtp_probe_ruleset_info", "version", "2026.1")).isOne();
        assertThat(scrape.value("smtp_probe_build_info", "revision", "abc1234")).isOne();
    }

    @Test
    void outcomes_that_need_a_message_are_not_there() {
        assertThat(new Watched(a).scrape().all("smtp_probe_results_total"))
                .extracting(sample -> sample.labels().get("outcome"))
                .doesNotContain("content_rejected", "message_too_large");
    }

    @Test
    void a_round_is_counted_and_shown() {
        Watched watched = new Watched(a);
        watched.round(a, Status.REJECTED, blocked(a, "mx.a.example:2525"));
        Scrape scrape = watched.scrape();

        assertThat(scrape.value("smtp_probe_attempts_total")).isOne();
        assertThat(
                        scrape.value(
                                "smtp_probe_results_total",
                                "class",
                                "rejected",
                                "outcome",
                                "ip_blocked"))
                .isOne();
        assertThat(scrape.all("smtp_probe_results_total").stream().mapToDouble(Sample::value).sum())
                .isOne();
        assertThat(scrape.value("smtp_probe_success", "mx", "mx.a.example:2525", "family", "ip4"))
                .isZero();
        assertThat(
                        scrape.value(
                                "smtp_probe_last_result_info",
                                "mx",
                                "mx.a.example:2525",
                                "phase",
                                "rcpt",
                                "code",
                                "550",
                                "enhanced_code",
                                "5.7.1"))
                .isOne();
        assertThat(scrape.value("smtp_probe_duration_seconds_sum")).isEqualTo(0.12);
        assertThat(scrape.value("smtp_probe_phase_duration_seconds_count", "phase", "rcpt"))
                .isOne();
        assertThat(scrape.value("smtp_probe_scheduler_lag_seconds_sum")).isEqualTo(0.003);
        assertThat(scrape.value("smtp_probe_mx_hosts")).isOne();
        assertThat(scrape.value("smtp_probe_ehlo_size_limit_bytes")).isEqualTo(35882577);
        assertThat(scrape.all("smtp_probe_ehlo_extension_info"))
                .extracting(sample -> sample.labels().get("extension"))
                .containsExactlyInAnyOrder("SIZE", "8BITMIME");
        assertThat(scrape.value("smtp_probe_last_attempt_timestamp_seconds"))
                .isEqualTo(1772600767.5);
        assertThat(scrape.value("smtp_probe_last_conclusive_timestamp_seconds"))
                .isEqualTo(1772600767.5);
        assertThat(scrape.value("smtp_probe_last_success_timestamp_seconds")).isZero();
    }

    @Test
    void what_was_attempted_before_a_target_was_taken_away_and_back_has_no_result() {
        Watched watched = new Watched(a);
        watched.hear(l -> l.attempting(a, Provider.OTHER, "default"));
        watched.hear(l -> l.watching(List.of()));
        assertThat(watched.text(Exposition.Format.TEXT)).doesNotContain("a.example");

        watched.hear(l -> l.watching(List.of(a)));
        watched.hear(l -> l.observed(accepted(a, "mx.a.example")));

        Scrape scrape = watched.scrape();
        assertThat(scrape.all("smtp_probe_results_total", "domain", "a.example"))
                .isNotEmpty()
                .allMatch(sample -> sample.value() == 0);
    }

    @Test
    void every_reply_of_every_step_is_counted() {
        Watched watched = new Watched(a);
        watched.round(a, Status.DELIVERABLE, accepted(a, "mx.a.example"));

        assertThat(watched.scrape().all("smtp_probe_replies_total"))
                .extracting(sample -> List.copyOf(sample.labels().values()))
                .containsExactlyInAnyOrder(
                        List.of("220", "", "banner", "other"),
                        List.of("250", "", "ehlo", "other"),
                        List.of("250", "2.1.0", "mail", "other"),
                        List.of("250", "2.1.5", "rcpt", "other"),
                        List.of("221", "2.0.0", "quit", "other"));
    }

    @Test
    void a_reply_that_no_rule_understands_is_counted_apart() {
        Watched watched = new Watched(a);
        Reply reply = Reply.of(450, "So sorry");
        watched.round(
                a,
                Status.DEFERRED,
                observation(a, "mx", Outcome.UNCLASSIFIED, OutcomeClass.DEFERRED, reply));

        assertThat(watched.scrape().value("smtp_probe_unclassified_replies_total")).isOne();
    }

    @Test
    void a_domain_has_one_status_for_each_identity() {
        Target two = target("two.example", identity("default"), identity("other"));
        Watched watched = new Watched(a, two);
        watched.round(a, Status.DELIVERABLE, accepted(a, "mx.a.example"));
        watched.round(two, Status.DEFERRED, accepted(two, "mx.two.example"));
        Scrape scrape = watched.scrape();

        for (String[] one :
                new String[][] {{"a", "default"}, {"two", "default"}, {"two", "other"}}) {
            String[] labels = {"domain", one[0] + ".example", "identity", one[1]};
            List<Sample> statuses = scrape.all("smtp_probe_domain_status", labels);
            assertThat(statuses).hasSize(Status.values().length);
            assertThat(statuses.stream().mapToDouble(Sample::value).sum()).isOne();
        }
        assertThat(
                        scrape.value(
                                "smtp_probe_domain_status",
                                "status",
                                "deliverable",
                                "domain",
                                "a.example"))
                .isOne();
    }

    @Test
    void a_domain_without_hosts_has_empty_labels_for_the_host() {
        Watched watched = new Watched(a);
        watched.round(a, Status.UNREACHABLE, unroutable(a));
        Scrape scrape = watched.scrape();

        assertThat(scrape.value("smtp_probe_success", "mx", "", "family", "")).isZero();
        assertThat(
                        scrape.value(
                                "smtp_probe_last_result_info",
                                "mx",
                                "",
                                "phase",
                                "dns",
                                "code",
                                ""))
                .isOne();
        assertThat(scrape.value("smtp_probe_duration_seconds_count")).isZero();
    }

    @Test
    void hosts_that_are_no_longer_there_leave_no_rows() {
        Watched watched = new Watched(a);
        watched.round(a, Status.DELIVERABLE, accepted(a, "old.a.example"));
        watched.round(a, Status.DELIVERABLE, accepted(a, "new.a.example"));

        assertThat(watched.scrape().all("smtp_probe_success"))
                .extracting(sample -> sample.labels().get("mx"))
                .containsExactly("new.a.example");
        assertThat(watched.scrape().value("smtp_probe_mx_changes_total")).isOne();
    }

    @Test
    void an_offer_that_changes_is_counted() {
        Watched watched = new Watched(a);
        assertThat(watched.scrape().value("smtp_probe_ehlo_changes_total")).isZero();
        for (String offer : List.of("DSN", "DSN", "CHUNKING")) {
            watched.round(
                    a,
                    Status.DELIVERABLE,
                    observation(
                            a,
                            "mx.a.example",
                            Outcome.ACCEPTED,
                            OutcomeClass.OK,
                            conversation(Reply.of(250, "Ok"), offer)));
        }

        assertThat(watched.scrape().value("smtp_probe_ehlo_changes_total", "domain", "a.example"))
                .isOne();
    }

    @Test
    void the_way_out_is_unknown_where_nobody_is_asked() {
        assertThat(
                        new Watched(a)
                                .scrape()
                                .value(
                                        "smtp_probe_egress_reachable",
                                        "identity",
                                        "default",
                                        "family",
                                        "ip4"))
                .isNaN();
    }

    @Test
    void the_way_out_is_zero_where_nobody_lets_us_in() throws Exception {
        Watched watched = new Watched(new Egress(List.of(closed()), Duration.ofMinutes(5)), a);
        watched.instruments.egress().start();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (Double.isNaN(watched.scrape().value("smtp_probe_egress_reachable"))
                && System.nanoTime() - end < 0) {
            Thread.sleep(20);
        }

        assertThat(watched.scrape().value("smtp_probe_egress_reachable")).isZero();
    }

    private static HostPort closed() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return new HostPort("127.0.0.1", socket.getLocalPort());
        }
    }

    @Test
    void a_host_that_is_named_twice_does_not_break_the_scrape() {
        Watched watched = new Watched(a);
        watched.round(a, Status.DEGRADED, blocked(a, "mx.a.example"), accepted(a, "mx.a.example"));

        assertThat(watched.scrape().value("smtp_probe_success")).isZero();
        assertThat(watched.scrape().all("smtp_probe_last_result_info")).hasSize(1);
    }

    @Test
    void a_provider_that_becomes_known_replaces_zeros_of_the_unknown_one() {
        Watched watched = new Watched(a);
        watched.hear(l -> l.routed(a, GOOGLE));
        Scrape scrape = watched.scrape();

        assertThat(scrape.all("smtp_probe_attempts_total"))
                .extracting(sample -> sample.labels().get("provider"))
                .containsExactly("google");
        assertThat(scrape.all("smtp_probe_results_total")).hasSize(41);
        assertThat(scrape.value("smtp_probe_duration_seconds_count", "provider", "google"))
                .isZero();
        assertThat(scrape.value("smtp_probe_unclassified_replies_total", "provider", "google"))
                .isZero();
    }

    @Test
    void what_was_counted_for_a_provider_stays_when_it_changes() {
        Watched watched = new Watched(a);
        watched.round(a, Status.DELIVERABLE, accepted(a, "mx.a.example"));
        watched.hear(l -> l.routed(a, GOOGLE));

        assertThat(watched.scrape().value("smtp_probe_attempts_total", "provider", "other"))
                .isOne();
        assertThat(watched.scrape().value("smtp_probe_attempts_total", "provider", "google"))
                .isZero();
    }

    @Test
    void what_is_skipped_is_counted_by_its_reason() {
        Watched watched = new Watched(a);
        watched.hear(l -> l.skipped(a, SkipReason.PRIVATE_ADDRESS));

        assertThat(watched.scrape().value("smtp_probe_skipped_total", "reason", "private_address"))
                .isOne();
        assertThat(watched.scrape().value("smtp_probe_skipped_total", "reason", "still_running"))
                .isZero();
    }

    @Test
    void conversations_in_flight_are_those_of_now() throws InterruptedException {
        Watched watched = new Watched(a);
        try (Limiter.Room _ = watched.enter("192.0.2.1", Provider.OTHER)) {
            assertThat(watched.scrape().value("smtp_probe_in_flight")).isOne();
        }
        assertThat(watched.scrape().value("smtp_probe_in_flight")).isZero();
    }

    @Test
    void budgets_and_what_is_used_of_them_are_shown_for_all_for_providers_and_for_the_busiest_host()
            throws InterruptedException {
        Watched watched = new Watched(a);
        watched.enter("192.0.2.1", new Provider("google")).close();
        watched.enter("192.0.2.1", new Provider("google")).close();
        watched.enter("192.0.2.2", Provider.OTHER).close();

        Scrape scrape = watched.scrape();
        assertThat(used(scrape, "overall")).isEqualTo(3);
        assertThat(used(scrape, "google")).isEqualTo(2);
        assertThat(used(scrape, "host")).isEqualTo(2);
        assertThat(scrape.value("smtp_probe_budget_limit", "scope", "host", "period", "at_once"))
                .isEqualTo(1);
    }

    private static double used(Scrape scrape, String scope) {
        return scrape.value("smtp_probe_budget_used", "scope", scope, "period", "minute");
    }

    @Test
    void who_is_left_alone_is_shown_and_how_long() throws InterruptedException {
        Watched watched = new Watched(a);
        assertThat(watched.scrape().value("smtp_probe_backoff_active")).isZero();
        assertThat(watched.scrape().value("smtp_probe_backoff_until_timestamp_seconds")).isZero();
        try (Limiter.Room room = watched.enter("192.0.2.1", Provider.OTHER)) {
            room.heard(new Heard.Unwanted(Duration.ofHours(7), Outcome.IP_BLOCKED));
        }

        double sevenHours = Samples.NOW.plus(Duration.ofHours(7)).getEpochSecond();
        assertThat(watched.scrape().value("smtp_probe_backoff_active", "provider", "other"))
                .isOne();
        assertThat(watched.scrape().value("smtp_probe_backoff_until_timestamp_seconds"))
                .isBetween(sevenHours, sevenHours + 60);
    }

    @Test
    void how_long_greylisting_took_is_measured_and_how_often_it_never_ended() {
        Watched watched = new Watched(a);
        Observation accepted = Samples.accepted(a, "mx.a.example");
        watched.hear(l -> l.greylisting(accepted, new News.Passed(Duration.ofMinutes(7))));
        watched.hear(l -> l.greylisting(accepted, new News.GaveUp()));

        Scrape scrape = watched.scrape();
        assertThat(scrape.value("smtp_probe_greylist_pass_seconds_sum")).isEqualTo(420);
        assertThat(scrape.value("smtp_probe_greylist_pass_seconds_count")).isOne();
        assertThat(scrape.value("smtp_probe_greylist_timeouts_total")).isOne();
    }

    @Test
    void each_tls_problem_of_a_conversation_is_counted_once() {
        Watched watched = new Watched(a);
        TlsSession session =
                new TlsSession(
                        "TLSv1.3",
                        "TLS_AES_256_GCM_SHA384",
                        List.of(),
                        Set.of(TlsProblem.CERTIFICATE_EXPIRED, TlsProblem.VALIDATION_FAILURE));
        watched.round(
                a,
                Status.DELIVERABLE,
                withTls(Optional.of(session), Optional.of(TlsProblem.VALIDATION_FAILURE)));
        Scrape scrape = watched.scrape();

        assertThat(tlsFailures(scrape, "certificate-expired")).isOne();
        assertThat(tlsFailures(scrape, "validation-failure")).isOne();
        assertThat(tlsFailures(scrape, "certificate-not-trusted")).isZero();
        assertThat(scrape.value("smtp_probe_tls_info", "version", "TLSv1.3", "verified", "false"))
                .isOne();
    }

    @Test
    void a_handshake_that_failed_without_a_session_is_a_validation_failure() {
        Watched watched = new Watched(a);
        Conversation conversation = conversation(Reply.of(250, "ok"));
        watched.round(
                a,
                Status.UNREACHABLE,
                observation(a, "mx", Outcome.TLS_FAILED, OutcomeClass.TLS, conversation));

        assertThat(tlsFailures(watched.scrape(), "validation-failure")).isOne();
    }

    private Observation withTls(Optional<TlsSession> session, Optional<TlsProblem> trouble) {
        Conversation plain = conversation(Reply.of(250, "ok"));
        return observation(
                a, "mx", Outcome.ACCEPTED, OutcomeClass.OK, secured(plain, session, trouble));
    }

    private static double tlsFailures(Scrape scrape, String type) {
        return scrape.value("smtp_probe_tls_failures_total", "result_type", type);
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
