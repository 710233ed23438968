package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.EngineParts;
import io.rcptwatch.Samples;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Politeness.Allowance;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.Receivers.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A week of 200 targets on the real engine, limits, ledger and state file: a provider that blocks,
 * one that limits the rate, one that is dark, hosts that greylist and one that never wants us; the
 * wall clock is set forward and back, the configuration is read again three times (other targets,
 * budgets, least interval and intervals), and the process is killed twice amid conversations.
 */
class RoughWeekTest {
    private static final Instant START = Instant.parse("2026-03-01T12:34:56Z");
    private static final Duration END = Duration.ofDays(7);
    private static final Duration FORWARD = Duration.ofHours(3);
    private static final Duration BACK = Duration.ofHours(-5);
    private static final Politeness USUAL =
            Samples.politeness(
                    new Allowance(1, 3, 150),
                    new Allowance(2, 6, 700),
                    new Allowance(5, 20, 4_000));
    private static final Politeness STRICT =
            EngineParts.every(
                    Duration.ofMinutes(5),
                    Samples.politeness(
                            new Allowance(1, 2, 100),
                            new Allowance(1, 4, 500),
                            new Allowance(4, 15, 3_000)));

    /** The first targets are taken out of the configuration for a day. */
    private static final int TAKEN_OUT = 20;

    private final Receivers receivers = new Receivers(200, START);
    private final List<Target> all = receivers.sites().stream().map(Site::target).toList();
    private final List<Chapter> chapters = new ArrayList<>();

    /**
     * What is configured from then on, after something that disturbs the rounds.
     *
     * @param pause without a process
     */
    private record Chapter(
            Instant from, Duration pause, Duration least, Map<DomainName, Duration> intervals) {}

    @Test
    @Timeout(120)
    void no_budget_is_breached_no_target_forgotten_and_no_round_lost(@TempDir Path folder)
            throws Exception {
        Week week = new Week(receivers, USUAL, START, Optional.of(folder));
        List<Target> targets = all;
        opens(START, Duration.ZERO, USUAL, targets);

        week.run(at(20));
        week.setClock(FORWARD);
        opens(at(20), Duration.ZERO, USUAL, targets);
        week.run(at(30));
        targets = all.subList(TAKEN_OUT, all.size());
        week.reload(targets, STRICT);
        opens(at(30), Duration.ZERO, STRICT, targets);
        week.run(at(54));
        targets = all;
        week.reload(targets, USUAL);
        opens(at(54), Duration.ZERO, USUAL, targets);
        week.run(at(60));
        Duration blink = Duration.ofSeconds(5);
        Instant killed = week.kill(blink);
        opens(killed, blink, USUAL, targets);
        week.run(at(90));
        week.setClock(BACK);
        opens(at(90), Duration.ZERO, USUAL, targets);
        week.run(at(110));
        targets = all.reversed().stream().map(RoughWeekTest::atOtherIntervals).toList();
        week.reload(targets, STRICT);
        opens(at(110), Duration.ZERO, STRICT, targets);
        week.run(at(130));
        Duration outage = Duration.ofHours(2);
        killed = week.kill(outage);
        opens(killed, outage, STRICT, targets);
        week.run(START.plus(END));
        int left = week.finish();
        week.roundBook.close();

        System.out.printf(
                "200 targets, a rough week: %,d conversations, %d cut off by a kill; %s; %s%n",
                week.attempts, week.lost, week.roundBook, week.book.account("all"));
        assertThat(week.complaints)
                .as("budgets and backoffs that were breached, rounds that were lost")
                .isEmpty();
        assertThat(left).as("rounds without an end").isZero();
        assertThat(week.results).as("each conversation has its result").isEqualTo(week.attempts);
        assertThat(week.lost).as("conversations that two kills cut off").isBetween(2, 2 * 5);
        assertThat(week.passed).as("greylisting that passed").isNotEmpty();
        for (Target target : all) {
            assertIsAskedInTime(week, target.domain());
        }
        assertThat(week.unwanted("p3")).as("at a provider that blocks").isBetween(5, 2 + 5 + 14);
        Map<String, Integer> unwanted =
                week.unwanted.entrySet().stream()
                        .filter(party -> !party.getKey().startsWith("p"))
                        .collect(Collectors.toMap(Map.Entry::getKey, p -> p.getValue().size()));
        // Until the cap is reached, and then every six hours, less a tenth by chance.
        assertThat(unwanted.values()).isNotEmpty().allMatch(times -> times <= 2 + 5 + 32);
    }

    private static Instant at(int hours) {
        return START.plus(Duration.ofHours(hours));
    }

    private static Target atOtherIntervals(Target target) {
        UnaryOperator<Duration> other =
                target.domain().ascii().hashCode() % 2 == 0
                        ? interval -> interval.multipliedBy(2)
                        : interval -> interval.dividedBy(2);
        return Samples.target(target.domain().ascii(), other.apply(target.interval()));
    }

    private void opens(Instant from, Duration pause, Politeness allowed, List<Target> targets) {
        chapters.add(
                new Chapter(
                        from,
                        pause,
                        allowed.minInterval(),
                        targets.stream()
                                .collect(Collectors.toMap(Target::domain, Target::interval))));
    }

    /**
     * Every turn comes within four intervals, of which the longer one counts from one chapter to a
     * later one, and the time without the process or without the target. It never comes within the
     * least interval.
     */
    private void assertIsAskedInTime(Week week, DomainName domain) {
        List<Instant> turns = new ArrayList<>(week.turns.getOrDefault(domain, List.of()));
        assertThat(turns).as(domain + " is asked").isNotEmpty();
        assertThat(turns.getFirst()).as("%s at first", domain).isBefore(START.plusSeconds(60));
        for (int i = 1; i < turns.size(); i++) {
            Instant turn = turns.get(i);
            Duration gap = Duration.between(turns.get(i - 1), turn);
            assertThat(gap)
                    .as("%s at %s is not too early", domain, turn)
                    .isGreaterThanOrEqualTo(chapters.get(chapter(turn)).least())
                    .as("%s at %s is not too late", domain, turn)
                    .isLessThanOrEqualTo(longest(domain, turns.get(i - 1), turn));
        }
        Instant end = START.plus(END);
        assertThat(Duration.between(turns.getLast(), end))
                .as(domain + " at the end")
                .isLessThanOrEqualTo(longest(domain, turns.getLast(), end));
    }

    private int chapter(Instant moment) {
        int last = 0;
        for (int i = 0; i < chapters.size(); i++) {
            last = chapters.get(i).from().isAfter(moment) ? last : i;
        }
        return last;
    }

    private Duration longest(DomainName domain, Instant before, Instant turn) {
        int first = chapter(before);
        int last = chapter(turn);
        Duration interval = Duration.ZERO;
        Duration without = Duration.ZERO;
        for (int i = first; i <= last; i++) {
            Chapter chapter = chapters.get(i);
            Duration now = chapter.intervals().getOrDefault(domain, Duration.ZERO);
            interval = now.compareTo(interval) > 0 ? now : interval;
            without = without.plus(i > first ? chapter.pause() : Duration.ZERO);
            if (!chapter.intervals().containsKey(domain)) {
                without =
                        without.plus(Duration.between(chapter.from(), chapters.get(i + 1).from()));
            }
        }
        return interval.multipliedBy(4).plus(without);
    }
}
