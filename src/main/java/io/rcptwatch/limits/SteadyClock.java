package io.rcptwatch.limits;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Shows the time that the wall clock had at first, and from then on what has passed: whoever sets
 * the clock, forward or back, neither delays anything nor lets anything happen too early. While a
 * machine is suspended, no time passes on Linux; where it does, it is as though nothing was due.
 */
public final class SteadyClock implements InstantSource {
    private final Instant start;
    private final long startNanos;
    private final LongSupplier nanos;

    /** Begins at the wall's time; the nanoseconds may begin anywhere, and never go back. */
    public SteadyClock(InstantSource wall, LongSupplier nanos) {
        this.start = wall.instant();
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - startNanos);
    }
}
