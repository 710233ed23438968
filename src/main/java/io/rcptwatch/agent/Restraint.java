package io.rcptwatch.agent;

import io.rcptwatch.pace.Usage;
import java.time.InstantSource;
import java.util.List;

/** What holds conversations back, for whoever wants to show it. */
public final class Restraint {
    private final Limiter limiter;
    private final Pacing pacing;
    private final InstantSource clock;

    /** Reads these. */
    public Restraint(Limiter limiter, Pacing pacing, InstantSource clock) {
        this.limiter = limiter;
        this.pacing = pacing;
        this.clock = clock;
    }

    /** Who waits now. */
    public Waits waits() {
        return new Waits(
                limiter.backoffs(), pacing.greylisted(), pacing.slowed(), pacing.queued(), clock);
    }

    /** How much of each budget is used now. */
    public List<Usage> usage() {
        return limiter.usage();
    }
}
