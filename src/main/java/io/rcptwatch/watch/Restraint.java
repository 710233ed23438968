package io.rcptwatch.watch;

import io.rcptwatch.limits.BudgetLevel;
import java.time.InstantSource;
import java.util.List;

/** What holds conversations back, for whoever wants to show it. */
public final class Restraint {
    private final Limiter limiter;
    private final ProbePacer pacing;
    private final InstantSource clock;

    /** Reads these. */
    public Restraint(Limiter limiter, ProbePacer pacing, InstantSource clock) {
        this.limiter = limiter;
        this.pacing = pacing;
        this.clock = clock;
    }

    /** Who waits now. */
    public ProbeWaits waits() {
        return new ProbeWaits(
                limiter.backoffs(), pacing.greylisted(), pacing.slowed(), pacing.queued(), clock);
    }

    /** How much of each budget is used now. */
    public List<BudgetLevel> usage() {
        return limiter.usage();
    }
}
