package io.rcptwatch.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A clock that is put, and a machine that slept. */
class ClockJumpDetectorTest {
    private static final Instant START = Instant.parse("2026-03-01T12:34:56Z");
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final List<Target> targets =
            IntStream.range(0, 1000)
                    .mapToObj(i -> Samples.target("d" + i + ".example", Duration.ofMinutes(10)))
                    .toList();
    private final Schedule schedule =
            new Schedule(targets, LEAST, new Random(1), Schedule.Known.NOTHING, START);
    private final MinIntervalGuard spacing = new MinIntervalGuard();
    private final ClockJumpDetector gaps = new ClockJumpDetector(START);

    /** How many rounds begin, with a look at the clock every second. */
    private int rounds(Instant from, Duration time) {
        int rounds = 0;
        for (long second = 0; second <= time.toSeconds(); second++) {
            Instant now = from.plusSeconds(second);
            gaps.look(now, schedule, spacing);
            List<Schedule.Turn> due = due(now);
            due.forEach(turn -> spacing.began(turn.target().domain(), now, LEAST));
            rounds += due.size();
        }
        return rounds;
    }

    private List<Schedule.Turn> due(Instant now) {
        List<Schedule.Turn> due = new ArrayList<>();
        Optional<Schedule.Turn> turn = schedule.poll(now);
        while (turn.isPresent()) {
            due.add(turn.get());
            turn = schedule.poll(now);
        }
        return due;
    }

    @Test
    void after_a_night_of_sleep_the_rounds_do_not_come_all_at_once() {
        rounds(START, Duration.ofMinutes(10));
        Instant morning = START.plus(Duration.ofHours(8));

        assertThat(rounds(morning, Duration.ZERO)).isLessThan(100);
        assertThat(rounds(morning.plusSeconds(1), Duration.ofSeconds(30))).isGreaterThan(850);
    }

    @Test
    void a_clock_that_is_put_back_by_a_day_delays_nobody() {
        rounds(START, Duration.ofMinutes(10));
        Instant yesterday = START.plus(Duration.ofMinutes(10)).minus(DAY);

        assertThat(rounds(yesterday, Duration.ofMinutes(10))).isBetween(900, 1100);
    }

    @Test
    void a_clock_that_is_put_back_by_a_day_forbids_nobody_to_be_asked() {
        rounds(START, Duration.ofMinutes(10));
        Instant yesterday = START.plus(Duration.ofMinutes(10)).minus(DAY);
        gaps.look(yesterday, schedule, spacing);

        assertThat(targets)
                .allMatch(t -> !spacing.earliest(t.domain(), LEAST).isAfter(yesterday.plus(LEAST)));
    }

    @Test
    void a_clock_that_is_set_right_by_a_second_changes_nothing() {
        rounds(START, Duration.ofMinutes(10));
        Optional<Instant> next = schedule.nextDue();
        gaps.look(START.plus(Duration.ofMinutes(10)).minusSeconds(1), schedule, spacing);

        assertThat(schedule.nextDue()).isEqualTo(next);
    }
}
