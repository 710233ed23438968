package io.rcptwatch.schedule;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices that the clock was put, or that the machine slept: the agent looks at the clock every
 * second, so that much more or less than a second between two looks is no time that passed for us.
 */
public final class ClockJumpDetector {
    /** Where the clock goes on by more than this at once, what became due meanwhile is old. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** Clocks are set right by less than this all the time. */
    static final Duration FURTHEST_BACK = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(ClockJumpDetector.class.getName());

    private Instant last;

    /** Looks for the first time. */
    public ClockJumpDetector(Instant start) {
        this.last = start;
    }

    /** The latest look. */
    public Instant last() {
        return last;
    }

    /** Sets the schedule right if the clock has jumped since the last look. */
    public void look(Instant now, Schedule schedule, MinIntervalGuard spacing) {
        Duration gap = Duration.between(last, now);
        last = now;
        if (gap.compareTo(LONGEST) > 0) {
            LOG.log(
                    WARNING,
                    "Clock moved forward "
                            + gap.toSeconds()
                            + " s at once: spreading what is due over the next seconds");
            // If the clock was set, no time passed since the last rounds; if the machine slept, the
            // least interval more is soon over.
            spacing.shift(gap);
            schedule.spread(now, spacing);
        } else if (gap.compareTo(FURTHEST_BACK.negated()) < 0) {
            LOG.log(
                    WARNING,
                    "Clock moved back " + gap.negated().toSeconds() + " s: shifting the schedule");
            schedule.shift(gap);
            spacing.shift(gap);
        }
    }
}
