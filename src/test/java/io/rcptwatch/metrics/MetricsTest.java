package io.rcptwatch.metrics;

import static io.rcptwatch.report.Samples.accepted;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.conversation;
import static io.rcptwatch.report.Samples.identity;
import static io.rcptwatch.report.Samples.observation;
import static io.rcptwatch.report.Samples.target;
import static io.rcptwatch.report.Samples.unroutable;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.metrics.Scrape.Sample;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.LedgerEntry;
import io.rcptwatch.watch.SkipReason;
import java.time.Duration;
import java.util.List;
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
                .hasSize(8);
        assertThat(scrape.all("smtp_probe_tls_required", "domain", "a.example"))
                .hasSize(4)
                .allMatch(sample -> sample.value() == 0);
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
        watched.board.post(a, new LedgerEntry.Attempt(Provider.OTHER, "default"));
        watched.board.list(List.of());
        assertThat(watched.text(Exposition.Format.TEXT)).doesNotContain("a.example");

        watched.board.list(List.of(a));
        watched.board.post(a, new LedgerEntry.Observed(accepted(a, "mx.a.example")));

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
    void a_provider_that_becomes_known_replaces_zeros_of_the_unknown_one() {
        Watched watched = new Watched(a);
        watched.board.post(a, new LedgerEntry.Routed(GOOGLE));
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
        watched.board.post(a, new LedgerEntry.Routed(GOOGLE));

        assertThat(watched.scrape().value("smtp_probe_attempts_total", "provider", "other"))
                .isOne();
        assertThat(watched.scrape().value("smtp_probe_attempts_total", "provider", "google"))
                .isZero();
    }

    @Test
    void the_time_of_the_dns_is_measured_for_whom_it_leads_to() {
        Watched watched = new Watched(a);
        watched.board.post(a, new LedgerEntry.LookedUp(GOOGLE, Duration.ofMillis(40)));

        String[] labels = {"provider", "google", "phase", "dns"};
        Scrape scrape = watched.scrape();
        assertThat(scrape.value("smtp_probe_phase_duration_seconds_sum", labels)).isEqualTo(0.04);
        assertThat(scrape.value("smtp_probe_phase_duration_seconds_count", labels)).isOne();
        assertThat(scrape.value("smtp_probe_duration_seconds_count", "provider", "google"))
                .isZero();
    }
}
