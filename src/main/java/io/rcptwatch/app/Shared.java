package io.rcptwatch.app;

import io.rcptwatch.deliveries.LogMemory;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.SteadyClock;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.ProbePacer;
import io.rcptwatch.wire.Shutdown;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/**
 * What outlives every configuration, as long as the process lives.
 *
 * @param logs the last place read in each log, if there is no state file
 * @param clock the wall's
 * @param steady one that nobody sets: the limits go by it
 */
record Shared(
        Ledger ledger,
        Limiter limiter,
        ProbePacer pacer,
        Shutdown shutdown,
        LogMemory logs,
        InstantSource clock,
        InstantSource steady) {
    static Shared of(List<Target> targets, Politeness politeness, InstantSource clock) {
        InstantSource steady = new SteadyClock(clock, System::nanoTime);
        return new Shared(
                new Ledger(targets, clock),
                new Limiter(politeness, new Random(), steady),
                new ProbePacer(politeness, steady),
                new Shutdown(),
                LogMemory.ofProcess(),
                clock,
                steady);
    }
}
