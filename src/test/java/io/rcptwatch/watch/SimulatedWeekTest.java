package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.store.InUseException;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Politeness.Allowance;
import io.rcptwatch.watch.Receivers.Site;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A week of 10,000 targets: one provider's budget is short, one blocks us for three days, one is
 * dead for six hours, one rate-limits us for half a day, and of the single hosts a few greylist,
 * are dead, or do not want us at all.
 */
class SimulatedWeekTest {
    private static final Instant START = Instant.parse("2026-03-01T12:34:56Z");
    // The first rounds of all are asked for within seconds; the budgets spread them over hours.
    private static final Instant SETTLED = START.plus(Duration.ofHours(6));
    private static final Instant END = START.plus(Duration.ofDays(7));
    private static final Politeness POLITENESS =
            Samples.politeness(
                    new Allowance(1, 12, 10_000),
                    new Allowance(2, 36, 40_000),
                    new Allowance(100, 300, 350_000));

    private static final Week WEEK = week();

    private static Week week() {
        try {
            return new Week(new Receivers(10_000, START), POLITENESS, START, Optional.empty());
        } catch (IOException | InUseException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void play() {
        long start = System.nanoTime();
        WEEK.run(END);
        say("A week of 10,000 targets took " + Duration.ofNanos(System.nanoTime() - start));
        say("all: " + WEEK.book.account("all"));
        for (int i = 1; i <= Receivers.PROVIDERS; i++) {
            say("p" + i + ": " + WEEK.book.account("p" + i));
        }
        say("left out: " + WEEK.skipped);
        say("greylisted: " + WEEK.passed.size() + " let in");
    }

    private static void say(String line) {
        System.getLogger("week").log(System.Logger.Level.INFO, line);
    }

    @Test
    void no_budget_and_no_backoff_is_breached_and_no_round_lost() {
        assertThat(WEEK.complaints).isEmpty();
    }

    @Test
    void every_interval_is_met_within_a_tenth_where_the_budget_allows() {
        List<Double> gaps = new ArrayList<>();
        for (Site site : WEEK.receivers.sites()) {
            if (List.of(2, 4, 7, 8, 9, 10, 11, 12).contains(site.number())) {
                gaps.addAll(gaps(site));
            }
        }
        Collections.sort(gaps);
        say(
                "%,d intervals, from %.3f to %.3f of what is configured"
                        .formatted(gaps.size(), gaps.getFirst(), gaps.getLast()));
        assertThat(gaps.getFirst()).isGreaterThan(0.9);
        assertThat(gaps.getLast()).isLessThan(1.1);
    }

    @Test
    void who_has_to_share_a_short_budget_gets_the_same_share() {
        List<Integer> counts =
                WEEK.receivers.sites().stream()
                        .filter(site -> site.number() == 1)
                        .filter(site -> site.target().interval().toMinutes() == 30)
                        .map(site -> WEEK.rounds(site).size())
                        .sorted()
                        .toList();
        say(
                "at the largest provider, every 30 min: %d to %d rounds of 336"
                        .formatted(counts.getFirst(), counts.getLast()));
        assertThat((double) counts.getLast() / counts.getFirst()).isLessThan(1.1);
    }

    @Test
    void who_does_not_want_us_is_asked_as_seldom_as_the_backoff_says() {
        int blocked = WEEK.unwanted("p3");
        int limited = WEEK.unwanted("p6");
        List<Integer> single =
                WEEK.unwanted.entrySet().stream()
                        .filter(e -> !e.getKey().startsWith("p"))
                        .map(e -> e.getValue().size())
                        .sorted()
                        .toList();
        say("blocked for 3 days: " + blocked + " conversations, by " + targets(3) + " targets");
        say("rate-limited for 12 h, \"in 2 h\": " + limited + ", by " + targets(6) + " targets");
        say(
                "%d hosts that block all week: %d to %d conversations each"
                        .formatted(single.size(), single.getFirst(), single.getLast()));
        assertThat(blocked).isBetween(5, allowed(Duration.ofDays(3)));
        // 2 at once at first; every trial after that names two hours.
        assertThat(limited).isBetween(3, 2 + 6);
        assertThat(single).hasSizeGreaterThan(5).allMatch(n -> n <= allowed(Duration.ofDays(7)));
    }

    /** Those at once at first, those until the cap is reached from 20 min on, and then the cap. */
    private static int allowed(Duration blocked) {
        int untilCap = 5;
        return 2 + untilCap + (int) (blocked.toMinutes() / (0.9 * 360));
    }

    private static long targets(int provider) {
        return WEEK.receivers.sites().stream().filter(s -> s.number() == provider).count();
    }

    @Test
    void who_greylists_us_lets_us_in_when_we_come_again() {
        List<Duration> passed = WEEK.passed.stream().sorted().toList();
        say("let in after " + passed.getFirst() + " to " + passed.getLast());
        assertThat(WEEK.passed)
                .hasSizeGreaterThan(90)
                .allSatisfy(
                        after ->
                                assertThat(after)
                                        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(40)));
    }

    private static List<Double> gaps(Site site) {
        List<Instant> rounds = WEEK.rounds(site);
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < rounds.size(); i++) {
            if (rounds.get(i - 1).isBefore(SETTLED)) {
                continue;
            }
            Duration gap = Duration.between(rounds.get(i - 1), rounds.get(i));
            gaps.add(gap.toMillis() / (double) site.target().interval().toMillis());
        }
        return gaps;
    }
}
