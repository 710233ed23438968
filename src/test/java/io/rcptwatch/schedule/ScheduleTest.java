package io.rcptwatch.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant START = Instant.parse("2026-03-01T12:34:56Z");
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(60);

    @Test
    void every_target_comes_up_within_30_seconds_of_the_start() {
        Schedule schedule = schedule(targets(1000), START);

        List<Schedule.Turn> turns = due(schedule, START.plusSeconds(30));

        assertThat(turns).extracting(turn -> turn.target().domain()).doesNotHaveDuplicates();
        assertThat(turns).hasSize(1000);
    }

    @Test
    void the_first_rounds_do_not_come_all_at_once() {
        Schedule schedule = schedule(targets(1000), START);

        assertThat(due(schedule, START.plusSeconds(3))).hasSizeBetween(50, 200);
    }

    @Test
    void later_rounds_keep_their_place_whenever_the_agent_was_started() {
        Target target = Samples.target("example.com", INTERVAL);

        double first = placeOfSecondRound(target, START);
        double second = placeOfSecondRound(target, START.plusSeconds(12_345));

        assertThat(Math.abs(first - second)).isLessThanOrEqualTo(Schedule.JITTER);
    }

    @Test
    void later_rounds_are_spread_over_the_interval() {
        Map<Long, Integer> perMinute = new HashMap<>();
        for (Target target : targets(10_000)) {
            long minute = (long) (placeOfSecondRound(target, START) * 10);
            perMinute.merge(minute, 1, Integer::sum);
        }

        assertThat(perMinute).hasSizeGreaterThanOrEqualTo(10);
        assertThat(perMinute.values()).allMatch(count -> count < 1300);
    }

    @Test
    void a_round_never_comes_sooner_than_the_least_interval_after_the_one_before() {
        Schedule schedule = schedule(targets(200), START);
        Map<String, Instant> last = new HashMap<>();

        for (Schedule.Turn turn : due(schedule, START.plus(INTERVAL.multipliedBy(5)))) {
            Instant before = last.put(turn.target().domain().ascii(), turn.due());
            assertThat(
                            Optional.ofNullable(before)
                                    .map(b -> Duration.between(b, turn.due()))
                                    .orElse(MIN_INTERVAL))
                    .isGreaterThanOrEqualTo(MIN_INTERVAL);
        }
    }

    @Test
    void each_interval_has_its_round() {
        Schedule schedule = schedule(targets(100), START);

        List<Schedule.Turn> turns = due(schedule, START.plus(INTERVAL.multipliedBy(10)));

        // The first round, and then one in each interval.
        assertThat(turns).hasSizeBetween(1000, 1100);
    }

    @Test
    void a_target_that_stays_keeps_its_turn() {
        List<Target> targets = targets(100);
        Schedule untouched = schedule(targets, START);
        Schedule renewed = schedule(targets, START);
        due(untouched, START.plus(INTERVAL));
        due(renewed, START.plus(INTERVAL));

        Map<String, Instant> kept =
                turns(renewed(renewed, targets.subList(0, 50), START.plus(INTERVAL)));
        assertThat(kept).hasSize(50);
        assertThat(turns(untouched)).containsAllEntriesOf(kept);
    }

    @Test
    void a_target_that_is_new_comes_up_within_30_seconds_but_no_sooner_than_it_may() {
        List<Target> targets = targets(100);
        Schedule schedule = schedule(targets.subList(0, 10), START);
        Instant later = START.plus(INTERVAL);
        due(schedule, later);
        Instant earliest = later.plusSeconds(45);

        Schedule.Known known =
                new Schedule.Known(
                        schedule.turns(),
                        _ -> Optional.empty(),
                        d -> d.equals(targets.get(99).domain()) ? earliest : Instant.EPOCH);

        Map<String, Instant> turns =
                turns(new Schedule(targets, MIN_INTERVAL, new Random(1), known, later));
        assertThat(targets.subList(10, 99))
                .allMatch(
                        t ->
                                !turns.getOrDefault(t.domain().ascii(), Instant.MAX)
                                        .isAfter(later.plusSeconds(30)));
        assertThat(turns.getOrDefault(targets.get(99).domain().ascii(), Instant.MAX))
                .isEqualTo(earliest);
    }

    @Test
    void a_shorter_interval_counts_at_once() {
        List<Target> daily = targets(50, Duration.ofDays(1));
        Schedule schedule = schedule(daily, START);
        due(schedule, START.plusSeconds(30));

        Schedule renewed = renewed(schedule, targets(50), START.plusSeconds(31));

        assertThat(due(renewed, START.plus(INTERVAL.multipliedBy(2))))
                .extracting(turn -> turn.target().domain())
                .contains(daily.stream().map(Target::domain).toArray(DomainName[]::new));
    }

    @Test
    void a_round_out_of_turn_takes_the_place_of_the_next_one() {
        Target target = Samples.target("example.com", INTERVAL);
        Schedule schedule = schedule(List.of(target), START);
        Instant now = START.plusSeconds(1);

        schedule.began(target, now);

        assertThat(schedule.nextDue().orElseThrow()).isAfterOrEqualTo(now.plus(MIN_INTERVAL));
        schedule.began(Samples.target("other.example", INTERVAL), now);
        assertThat(turns(schedule)).hasSize(1);
    }

    private static Schedule renewed(Schedule before, List<Target> targets, Instant now) {
        return new Schedule(
                targets,
                MIN_INTERVAL,
                new Random(1),
                new Schedule.Known(before.turns(), _ -> Optional.empty(), _ -> Instant.EPOCH),
                now);
    }

    private static Schedule resumed(
            List<Target> targets, Map<DomainName, Instant> asked, Instant now) {
        return new Schedule(
                targets,
                MIN_INTERVAL,
                new Random(1),
                new Schedule.Known(
                        Map.of(),
                        domain -> Optional.ofNullable(asked.get(domain)),
                        _ -> Instant.EPOCH),
                now);
    }

    /** When the next turn of each comes; takes it. */
    private static Map<String, Instant> turns(Schedule schedule) {
        Map<String, Instant> turns = new HashMap<>();
        for (Schedule.Turn turn : due(schedule, START.plus(INTERVAL.multipliedBy(4)))) {
            turns.putIfAbsent(turn.target().domain().ascii(), turn.due());
        }
        return turns;
    }

    @Test
    void however_often_the_agent_is_started_nobody_is_asked_more_often_for_it() {
        List<Target> targets = targets(200);
        Map<DomainName, Instant> asked = new HashMap<>();
        int rounds = 0;
        for (int second = 0; second < 1200; second += 10) {
            Instant now = START.plusSeconds(second);
            Schedule schedule = resumed(targets, asked, now);
            for (Schedule.Turn turn : due(schedule, now.plusSeconds(10))) {
                asked.put(turn.target().domain(), turn.due());
                rounds++;
            }
        }

        // Of those who come up in the first 10 s, two in five: the first round and two intervals.
        assertThat(rounds).isBetween(160, 300);
    }

    @Test
    void a_target_that_was_asked_long_ago_has_its_turn_within_an_interval() {
        List<Target> targets = targets(200);
        Map<DomainName, Instant> asked = new HashMap<>();
        targets.forEach(t -> asked.put(t.domain(), START.minus(Duration.ofDays(3))));
        Schedule schedule = resumed(targets, asked, START);

        assertThat(due(schedule, START.plus(Duration.ofMinutes(1)))).hasSizeLessThan(50);
        assertThat(due(schedule, START.plus(INTERVAL.multipliedBy(11).dividedBy(10))))
                .hasSizeGreaterThan(150);
    }

    @Test
    void nothing_is_due_without_targets() {
        assertThat(schedule(List.of(), START).nextDue()).isEmpty();
    }

    private static double placeOfSecondRound(Target target, Instant start) {
        Schedule schedule = schedule(List.of(target), start);
        Instant first = schedule.nextDue().orElseThrow();
        schedule.poll(first);
        long millis = schedule.nextDue().orElseThrow().toEpochMilli();
        return millis % INTERVAL.toMillis() / (double) INTERVAL.toMillis();
    }

    /** All turns until then, each taken when it is due. */
    private static List<Schedule.Turn> due(Schedule schedule, Instant until) {
        List<Schedule.Turn> turns = new ArrayList<>();
        while (schedule.nextDue().filter(due -> !due.isAfter(until)).isPresent()) {
            schedule.poll(schedule.nextDue().orElseThrow()).ifPresent(turns::add);
        }
        return turns;
    }

    private static Schedule schedule(List<Target> targets, Instant start) {
        return new Schedule(targets, MIN_INTERVAL, new Random(1), Schedule.Known.NOTHING, start);
    }

    private static List<Target> targets(int count) {
        return targets(count, INTERVAL);
    }

    private static List<Target> targets(int count, Duration interval) {
        return IntStream.range(0, count)
                .mapToObj(i -> Samples.target("d" + i + ".example", interval))
                .toList();
    }
}
