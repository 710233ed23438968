package io.rcptwatch;

import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.limits.SteadyClock;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.watch.AdHocPolicy;
import io.rcptwatch.watch.Engine;
import io.rcptwatch.watch.EngineSettings;
import io.rcptwatch.watch.Environment;
import io.rcptwatch.watch.HostProbe;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Plan;
import io.rcptwatch.watch.ProbePacer;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.RoundRunner;
import io.rcptwatch.wire.Shutdown;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What an engine needs, put together for a test as the daemon does it. */
public final class EngineParts {
    /** Looks at no host of our own network. */
    public static final Egress NO_EGRESS = new Egress(List.of(), Duration.ofMinutes(5));

    public final Ledger ledger;
    public final Limiter limiter;
    public final ProbePacer pacer;
    public final Shutdown shutdown = new Shutdown();
    private final Environment environment;
    private final InstantSource clock;

    public EngineParts(EngineSettings settings, Environment environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
        InstantSource steady = new SteadyClock(clock, System::nanoTime);
        this.ledger = new Ledger(settings.targets(), clock);
        this.limiter = new Limiter(settings.politeness(), new Random(), steady);
        this.pacer = new ProbePacer(settings.politeness(), steady);
    }

    /** Settings that look at no host of our own network and allow no other domain. */
    public static EngineSettings settings(
            Resolution resolution, Politeness politeness, List<Target> targets) {
        return settings(resolution, politeness, NO_EGRESS, targets);
    }

    public static EngineSettings settings(
            Resolution resolution, Politeness politeness, Egress egress, List<Target> targets) {
        return settings(resolution, politeness, egress, targets, ReplyClassifier.standard());
    }

    public static EngineSettings settings(
            Resolution resolution,
            Politeness politeness,
            Egress egress,
            List<Target> targets,
            ReplyClassifier judge) {
        return new EngineSettings(
                targets,
                _ -> new AdHocPolicy.Permit.Denied(),
                resolution,
                politeness,
                egress,
                judge,
                Optional.empty());
    }

    public ProberWiring wiring(EngineSettings settings) {
        return wiring(settings, Optional.empty());
    }

    public ProberWiring wiring(EngineSettings settings, Optional<ProberWiring> before) {
        return ProberWiring.of(settings, environment, limiter, shutdown, before, clock);
    }

    /** After the pacer knows what another process did. */
    public RoundRunner rounds() {
        return new RoundRunner(ledger, limiter, pacer, shutdown, clock);
    }

    public Engine engine(
            EngineSettings settings,
            ProberWiring wiring,
            RoundRunner rounds,
            Optional<Engine> before) {
        return new Engine(settings, wiring, rounds, () -> {}, before, clock);
    }

    /** Holds one conversation now; empty if the limits refuse it. */
    public Optional<Observation> hold(ProberWiring wiring, HostProbe probe, QueuePriority priority)
            throws InterruptedException {
        return switch (limiter.enter(probe.limitKey(), priority)) {
            case Limiter.Queued.Admitted(Limiter.Room room) ->
                    Optional.of(
                            wiring.prober().hold(probe, priority, room, () -> {}, Listener.NONE));
            case Limiter.Queued.Refused _ -> Optional.empty();
        };
    }

    /** Holds all conversations of a round, one after the other. */
    public Round round(ProberWiring wiring, Target target, QueuePriority priority)
            throws InterruptedException {
        Plan plan = wiring.planner().plan(target);
        List<Observation> held = new ArrayList<>();
        for (HostProbe probe : plan.calls()) {
            hold(wiring, probe, priority).ifPresent(held::add);
        }
        return plan.conclude(held, List.of(), clock.instant());
    }

    /** The same, but with that least interval. */
    public static Politeness every(Duration minInterval, Politeness usual) {
        return new Politeness(
                minInterval,
                usual.perHost(),
                usual.perProvider(),
                usual.overall(),
                usual.backoff(),
                usual.greylistRetries(),
                usual.allowPrivateAddresses());
    }
}
