package io.rcptwatch.watch;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When each target was asked last, by whatever it was asked for: no target twice within the least
 * interval, be it taken out of the configuration and put back in between. Not thread-safe.
 */
final class MinIntervalGuard {
    private static final int FIRST_SWEEP = 1_000;

    private final Map<String, Instant> begun = new HashMap<>();
    private Duration least;
    private int sweepAt = FIRST_SWEEP;

    MinIntervalGuard(Duration least) {
        this.least = least;
    }

    /** From now on that is the least interval. */
    void least(Duration changed) {
        least = changed;
    }

    /** A round of that domain begins. */
    void began(DomainName domain, Instant now) {
        begun.put(domain.ascii(), now);
        if (begun.size() > sweepAt) {
            begun.values().removeIf(past -> !past.plus(least).isAfter(now));
            sweepAt = 2 * begun.size() + FIRST_SWEEP;
        }
    }

    /** When the target may be asked at the earliest; long ago where it never was. */
    Instant earliest(Target target) {
        Instant past = begun.get(target.domain().ascii());
        return past == null ? Instant.EPOCH : past.plus(least);
    }

    /** The clock was put forward or back by so much. */
    void shift(Duration by) {
        begun.replaceAll((_, past) -> past.plus(by));
    }
}
