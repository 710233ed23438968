package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices that the clock was put, or that the machine slept: the agent looks at the clock every
 * second, so that much more or less than a second between two looks is no time that passed for us.
 */
final class ClockJumpDetector {
    /** Where the clock goes on by more than this at once, what became due meanwhile is old. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** Clocks are set right by less than this all the time. */
    static final Duration FURTHEST_BACK = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(ClockJumpDetector.class.getName());

    private final Schedule schedule;
    private final MinIntervalGuard spacing;
    private Instant last;

    ClockJumpDetector(Schedule schedule, MinIntervalGuard spacing, Instant start) {
        this.schedule = schedule;
        this.spacing = spacing;
        this.last = start;
    }

    /** Mends the schedule where the clock has jumped since the last look. */
    void look(Instant now) {
        Duration gap = Duration.between(last, now);
        last = now;
        if (gap.compareTo(LONGEST) > 0) {
            LOG.log(
                    WARNING,
                    "The clock went on by "
                            + gap.toSeconds()
                            + " s at once: what is due is spread");
            schedule.spread(now);
        } else if (gap.compareTo(FURTHEST_BACK.negated()) < 0) {
            LOG.log(
                    WARNING,
                    "The clock went back by "
                            + gap.negated().toSeconds()
                            + " s: so does the schedule");
            schedule.shift(gap);
            spacing.shift(gap);
        }
    }
}
