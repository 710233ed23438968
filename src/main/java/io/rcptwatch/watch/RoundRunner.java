package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.ERROR;

import io.rcptwatch.limits.RoundTrigger;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.ProbeEnd.NoRoute.Cause;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.wire.Shutdown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Holds rounds: the plan, its conversations as far as the limits let them begin, and what they come
 * to. One runner for the life of the process, so that a round which an {@link Engine} began ends
 * into the same ledger after the next engine has taken over. A round that waits has no thread.
 * Thread-safe.
 */
public final class RoundRunner implements AutoCloseable {
    /** All conversations are over this long after {@link #close} at the latest. */
    public static final Duration STOP = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(RoundRunner.class.getName());

    private final Limiter limiter;
    private final ProbePacer pacer;
    private final Audience audience;
    private final Shutdown shutdown;
    private final InstantSource clock;
    private final MinIntervalGuard spacing = new MinIntervalGuard();
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    /**
     * Goes on where the pacer says that another process ended.
     *
     * @param listeners hear everything, in this order
     * @param shutdown ends the conversations that go on
     */
    public RoundRunner(
            Limiter limiter,
            ProbePacer pacer,
            List<AgentListener> listeners,
            Shutdown shutdown,
            InstantSource clock) {
        this.limiter = limiter;
        this.pacer = pacer;
        this.audience = new Audience(listeners, shutdown);
        this.shutdown = shutdown;
        this.clock = clock;
        pacer.lastAsked().forEach((domain, at) -> spacing.began(domain, at, Duration.ZERO));
    }

    Limiter limiter() {
        return limiter;
    }

    ProbePacer pacer() {
        return pacer;
    }

    Audience audience() {
        return audience;
    }

    boolean stopping() {
        return shutdown.begun();
    }

    MinIntervalGuard spacing() {
        return spacing;
    }

    /** About which targets a conversation waits for room. */
    public Set<DomainName> waiting() {
        return running.values().stream()
                .filter(Running::waits)
                .map(round -> round.target.domain())
                .collect(Collectors.toSet());
    }

    /** How many rounds go on. */
    public int running() {
        return running.size();
    }

    /** The round of that target that goes on. */
    Optional<CompletableFuture<Optional<Round>>> going(Target target) {
        return Optional.ofNullable(running.get(target.domain().ascii())).map(r -> r.result);
    }

    /**
     * Begins a round now; empty: one of that target goes on already. It ends in a round, in nothing
     * if no host could be asked, or in a {@link CancellationException} if it failed.
     *
     * @param minInterval the least time between two rounds of one target
     */
    Optional<CompletableFuture<Optional<Round>>> begin(
            Target target, RoundTrigger trigger, Probes probes, Duration minInterval, Instant now) {
        Running round = new Running(target, trigger, probes);
        if (running.putIfAbsent(target.domain().ascii(), round) != null) {
            return Optional.empty();
        }
        spacing.began(target.domain(), now, minInterval);
        round.guarded(round::plan);
        return Optional.of(round.result);
    }

    /** Stops: nothing begins any more, QUIT goes to the open conversations. */
    @Override
    public void close() {
        shutdown.begin();
        limiter.close();
        long end = System.nanoTime() + STOP.toNanos();
        try {
            while (!running.isEmpty() && System.nanoTime() - end < 0) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round, from its plan to what it comes to. */
    private final class Running {
        private final Target target;
        private final RoundTrigger trigger;
        private final Probes probes;
        private final CompletableFuture<Optional<Round>> result = new CompletableFuture<>();

        // The lock of this round is held for what follows.
        private final Map<HostProbe, Observation> held = new HashMap<>();
        private int open;
        private int queued;

        Running(Target target, RoundTrigger trigger, Probes probes) {
            this.target = target;
            this.trigger = trigger;
            this.probes = probes;
        }

        synchronized boolean waits() {
            return queued > 0;
        }

        private synchronized void count(int moreOpen, int moreQueued) {
            open += moreOpen;
            queued += moreQueued;
        }

        /** A fault of ours in one round ends that round, whatever it is, and nothing else. */
        private void guarded(Runnable step) {
            try {
                step.run();
            } catch (Throwable e) {
                fail(e);
            }
        }

        private <T> BiConsumer<T, Throwable> guarded(Consumer<T> step) {
            return (value, failure) -> {
                if (failure == null) {
                    guarded(() -> step.accept(value));
                } else {
                    fail(failure);
                }
            };
        }

        private void fail(Throwable failure) {
            LOG.log(ERROR, "The round of " + target.domain() + " failed", failure);
            over();
            result.completeExceptionally(new CancellationException());
        }

        private void over() {
            running.remove(target.domain().ascii(), this);
        }

        void plan() {
            probes.plan(target).whenComplete(guarded(this::ask));
        }

        private void ask(Plan plan) {
            audience.tell(l -> l.lookedUp(plan.routedTo(), plan.lookup().took()));
            audience.tell(l -> l.routed(target, plan.provider()));
            plan.settled().forEach(RoundRunner.this::settle);
            List<HostProbe> asked =
                    plan.calls().stream().filter(p -> pacer.belongs(p, trigger)).toList();
            // One more, so that it is not concluded while it still asks.
            count(asked.size() + 1, 0);
            asked.forEach(probe -> ask(probe, plan));
            ended(plan);
        }

        private void ask(HostProbe probe, Plan plan) {
            if (pacer.tooEarly(probe)) {
                audience.tell(l -> l.skipped(target, SkipReason.GREYLISTED));
                ended(plan);
                return;
            }
            count(0, 1);
            limiter.ask(
                    probe.limitKey(),
                    pacer.patience(target),
                    queued -> guarded(() -> decided(probe, plan, queued)));
        }

        private void decided(HostProbe probe, Plan plan, Limiter.Queued decision) {
            count(0, -1);
            switch (decision) {
                case Limiter.Queued.Admitted(Limiter.Room room) ->
                        probes.hold(probe, room, () -> attempting(probe))
                                .whenComplete(guarded(seen -> observed(probe, plan, seen)));
                case Limiter.Queued.Refused(var reason) -> {
                    audience.tellUnlessStopping(l -> l.skipped(target, SkipReason.of(reason)));
                    ended(plan);
                }
            }
        }

        private void attempting(HostProbe probe) {
            audience.tell(
                    l -> l.attempting(target, probe.provider(), probe.identity().name()));
        }

        private void observed(HostProbe probe, Plan plan, Observation seen) {
            audience.tellUnlessStopping(l -> l.observed(seen));
            pacer.heard(probe, seen)
                    .ifPresent(news -> audience.tellUnlessStopping(l -> l.greylisting(seen, news)));
            synchronized (this) {
                held.put(probe, seen);
            }
            ended(plan);
        }

        private void ended(Plan plan) {
            boolean last;
            synchronized (this) {
                open--;
                last = open == 0;
            }
            if (last && !result.isDone()) {
                Optional<Round> round = conclude(plan);
                round.ifPresent(r -> audience.tellUnlessStopping(l -> l.finished(r)));
                over();
                result.complete(round);
            }
        }

        /** Empty if no host could be asked, and so nothing is new. */
        private Optional<Round> conclude(Plan plan) {
            if (held.isEmpty() && plan.settled().isEmpty() && !plan.calls().isEmpty()) {
                return Optional.empty();
            }
            List<HostProbe> left =
                    plan.calls().stream().filter(probe -> !held.containsKey(probe)).toList();
            List<Observation> seen =
                    plan.calls().stream()
                            .flatMap(probe -> Optional.ofNullable(held.get(probe)).stream())
                            .toList();
            Round round = plan.conclude(seen, pacer.kept(target, left), clock.instant());
            pacer.finished(round, plan.calls(), trigger);
            return Optional.of(round);
        }
    }

    private void settle(Observation known) {
        audience.tell(l -> l.attempting(known.target(), known.provider(), known.identity()));
        audience.tellUnlessStopping(listener -> listener.observed(known));
        if (known.conversation().ending() instanceof ProbeEnd.NoRoute(Cause cause, _)
                && cause == Cause.PRIVATE_ADDRESS) {
            audience.tell(l -> l.skipped(known.target(), SkipReason.PRIVATE_ADDRESS));
        }
    }
}
