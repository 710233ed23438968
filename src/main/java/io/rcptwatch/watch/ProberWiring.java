package io.rcptwatch.watch;

import io.rcptwatch.egress.EgressCheck;
import io.rcptwatch.egress.EgressWatch;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.Prober;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.wire.Shutdown;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What asks the DNS and the mail hosts by one configuration, put together once: for the engine,
 * each question on a thread of its own, and for a single command alike.
 *
 * @param planner asks the DNS
 * @param prober asks the mail hosts
 * @param egress knows whether our own network lets us out
 */
public record ProberWiring(Planner planner, HostProber prober, EgressWatch egress, Network network)
        implements Probes {
    private static final Executor THREADS = task -> Thread.ofVirtual().name("probe").start(task);

    /**
     * Puts them together.
     *
     * @param before what is known of the DNS and of our own network stays known, as far as it is
     *     looked up in the same way
     * @throws IllegalArgumentException if the file of the trust anchors cannot be used: one line
     *     says why; {@link #complaint} tells before
     */
    public static ProberWiring of(
            EngineSettings settings,
            Environment environment,
            Limiter limiter,
            Shutdown shutdown,
            Optional<ProberWiring> before,
            InstantSource clock) {
        Network.Key key =
                new Network.Key(
                        settings.resolution(),
                        settings.politeness().allowPrivateAddresses(),
                        environment);
        Network network =
                before.map(ProberWiring::network)
                        .filter(known -> known.key().equals(key))
                        .orElseGet(() -> Network.of(key, shutdown, clock));
        EgressCheck check =
                new EgressCheck(
                        network.router(),
                        network.connector(),
                        limiter,
                        settings.judge().providers());
        EgressWatch egress =
                new EgressWatch(
                        settings.egress(),
                        check,
                        settings.targets(),
                        before.map(ProberWiring::egress),
                        clock);
        return new ProberWiring(
                new Planner(network.router(), network.policies(), settings.judge(), clock),
                new HostProber(
                        new Prober(network.connector()), settings.judge(), limiter, egress, clock),
                egress,
                network);
    }

    /** Why names cannot be looked up like that, on one line; empty: they can. */
    public static Optional<String> complaint(Resolution resolution) {
        return Network.complaint(resolution);
    }

    @Override
    public Provider expectedProvider(Target target) {
        return planner.expectedProvider(target);
    }

    @Override
    public CompletableFuture<Plan> plan(Target target) {
        return CompletableFuture.supplyAsync(() -> planner.plan(target), THREADS);
    }

    @Override
    public CompletableFuture<Observation> hold(
            HostProbe probe, QueuePriority priority, Limiter.Room room, Runnable begins) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return prober.hold(probe, priority, room, begins, Listener.NONE);
                    } catch (InterruptedException e) {
                        // No other thread knows this one.
                        throw new IllegalStateException(e);
                    }
                },
                THREADS);
    }
}
