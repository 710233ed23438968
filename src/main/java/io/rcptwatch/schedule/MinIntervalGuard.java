package io.rcptwatch.schedule;

import io.rcptwatch.target.DomainName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When each target was asked last, for whatever reason: no target twice within the least interval,
 * even if it is taken out of the configuration and put back in between. Thread-safe.
 */
public final class MinIntervalGuard {
    private static final int FIRST_SWEEP = 1_000;

    private final Map<String, Instant> begun = new HashMap<>();
    private int sweepAt = FIRST_SWEEP;

    /** A round of that domain begins; rounds that began longer ago than the least interval go. */
    public synchronized void began(DomainName domain, Instant now, Duration least) {
        begun.put(domain.ascii(), now);
        if (begun.size() > sweepAt) {
            begun.values().removeIf(past -> !past.plus(least).isAfter(now));
            sweepAt = 2 * begun.size() + FIRST_SWEEP;
        }
    }

    /** When the domain may be asked at the earliest; long ago if it never was. */
    public synchronized Instant earliest(DomainName domain, Duration least) {
        Instant past = begun.get(domain.ascii());
        return past == null ? Instant.EPOCH : past.plus(least);
    }

    /** The clock moved by so much. */
    synchronized void shift(Duration by) {
        begun.replaceAll((_, past) -> past.plus(by));
    }
}
