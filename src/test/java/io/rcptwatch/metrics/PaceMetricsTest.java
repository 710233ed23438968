package io.rcptwatch.metrics;

import static io.rcptwatch.report.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.limits.Greylists.News;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.ReceiverFeedback;
import io.rcptwatch.report.Samples;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.watch.LedgerEntry;
import io.rcptwatch.watch.SkipReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shown of whom we leave alone, and why. */
class PaceMetricsTest {
    private final Target a = target("a.example");

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
            room.heard(new ReceiverFeedback.Unwanted(Duration.ofHours(7), Outcome.IP_BLOCKED));
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
        watched.board.post(
                a,
                new LedgerEntry.Greylisting(
                        Provider.OTHER, new News.Passed(Duration.ofMinutes(7))));
        watched.board.post(a, new LedgerEntry.Greylisting(Provider.OTHER, new News.GaveUp()));

        Scrape scrape = watched.scrape();
        assertThat(scrape.value("smtp_probe_greylist_pass_seconds_sum")).isEqualTo(420);
        assertThat(scrape.value("smtp_probe_greylist_pass_seconds_count")).isOne();
        assertThat(scrape.value("smtp_probe_greylist_timeouts_total")).isOne();
    }

    @Test
    void what_is_skipped_is_counted_by_its_reason() {
        Watched watched = new Watched(a);
        watched.board.post(a, new LedgerEntry.Skipped(SkipReason.PRIVATE_ADDRESS));

        assertThat(watched.scrape().value("smtp_probe_skipped_total", "reason", "private_address"))
                .isOne();
        assertThat(watched.scrape().value("smtp_probe_skipped_total", "reason", "still_running"))
                .isZero();
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
        watched.wiring.egress().start();
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
}
