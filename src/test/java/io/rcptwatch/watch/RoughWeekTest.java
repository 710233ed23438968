package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Politeness.Allowance;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.Receivers.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A week of 200 targets on the real engine, limits, ledger and state file: a provider that blocks,
 * one that limits the rate, one that is dark, hosts that greylist and one that never wants us; the
 * wall clock is set forward and back, the configuration is read again three times, and the process
 * is killed twice.
 */
class RoughWeekTest {
    private static final Instant START = Instant.parse("2026-03-01T12:34:56Z");
    private static final Duration END = Duration.ofDays(7);
    private static final Duration DOWN = Duration.ofHours(2);
    private static final Duration FORWARD = Duration.ofHours(3);
    private static final Duration BACK = Duration.ofHours(-5);
    private static final Politeness POLITENESS =
            Samples.politeness(
                    new Allowance(1, 3, 400),
                    new Allowance(2, 6, 1_500),
                    new Allowance(20, 60, 20_000));

    /** The first targets are taken out of the configuration for a day. */
    private static final int TAKEN_OUT = 20;

    private static Instant at(Duration sinceStart) {
        return START.plus(sinceStart);
    }

    @Test
    void no_budget_is_breached_no_target_forgotten_and_no_round_lost(@TempDir Path folder)
            throws Exception {
        Receivers receivers = new Receivers(200, START);
        List<Target> all = receivers.sites().stream().map(Site::target).toList();
        // The contact book fails where somebody is asked more often than a budget allows.
        Week week = new Week(receivers, POLITENESS, START, Optional.of(folder.resolve("state")));

        week.run(at(Duration.ofHours(20)));
        week.setClock(FORWARD);
        week.run(at(Duration.ofHours(30)));
        week.reload(all.subList(TAKEN_OUT, all.size()));
        Duration out = Duration.ofHours(30);
        week.run(at(Duration.ofHours(54)));
        week.reload(all);
        Duration in = Duration.ofHours(54);
        week.run(at(Duration.ofHours(60)));
        week.kill(Duration.ofMinutes(10));
        week.run(at(Duration.ofHours(90)));
        week.setClock(BACK);
        week.run(at(Duration.ofHours(110)));
        week.reload(all.reversed());
        week.run(at(Duration.ofHours(130)));
        week.kill(DOWN);
        week.run(at(END));
        int left = week.finish();

        System.out.printf(
                "200 targets, a rough week: %,d conversations, %d cut off by a kill; %s%n",
                week.attempts, week.lost, week.book.account("all"));
        assertThat(left).as("rounds without an end").isZero();
        assertThat(week.results).as("each conversation has its result").isEqualTo(week.attempts);
        assertThat(week.lost).as("conversations that two kills cut off").isBetween(0, 20);
        assertThat(week.passed).as("greylisting that passed").isNotEmpty();
        for (Site site : receivers.sites()) {
            assertIsAskedInTime(week, site, out, in);
        }
        assertThat(week.unwanted("p3")).as("at a provider that blocks").isBetween(5, 2 + 5 + 14);
        Map<String, Integer> unwanted =
                week.unwanted.entrySet().stream()
                        .filter(party -> !party.getKey().startsWith("p"))
                        .collect(Collectors.toMap(Map.Entry::getKey, p -> p.getValue().size()));
        // Until the cap is reached, and then every six hours, less a tenth by chance.
        assertThat(unwanted.values()).isNotEmpty().allMatch(times -> times <= 2 + 5 + 32);
    }

    /**
     * Every turn comes within the interval and its jitter; around a jump of the clock, a time
     * without the process or without the target, within two of them and that time.
     */
    private static void assertIsAskedInTime(Week week, Site site, Duration out, Duration in) {
        DomainName domain = site.target().domain();
        List<Instant> turns = week.turns.getOrDefault(domain, List.of());
        Duration interval = site.target().interval();
        Duration usual = interval.multipliedBy(11).dividedBy(10);
        Duration least = POLITENESS.minInterval();
        assertThat(turns).as(domain + " is asked").isNotEmpty();
        boolean wasOut = week.receivers.sites().indexOf(site) < TAKEN_OUT;
        Instant before = START;
        int late = 0;
        for (Instant turn : turns) {
            Duration gap = Duration.between(before, turn);
            if (!before.equals(START)) {
                assertThat(gap).as("%s at %s", domain, turn).isGreaterThanOrEqualTo(least);
            }
            Duration without =
                    wasOut && !before.isAfter(at(out)) ? Duration.between(at(out), at(in)) : DOWN;
            assertThat(gap)
                    .as("%s at %s", domain, turn)
                    .isLessThan(interval.multipliedBy(2).plus(without));
            late += gap.compareTo(usual) > 0 ? 1 : 0;
            before = turn;
        }
        assertThat(Duration.between(before, at(END)))
                .as(domain + " at the end")
                .isLessThan(interval.multipliedBy(2));
        assertThat(late).as(domain + " was asked late").isLessThanOrEqualTo(6);
    }
}
