package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.ERROR;

import io.rcptwatch.limits.BudgetLevel;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.limits.RoundTrigger;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.ProbeEnd.NoRoute.Cause;
import io.rcptwatch.schedule.MinIntervalGuard;
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
    private final Ledger ledger;
    private final Shutdown shutdown;
    private final InstantSource clock;
    private final MinIntervalGuard spacing = new MinIntervalGuard();
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    /**
     * Goes on where the ledger says that another process ended.
     *
     * @param ledger is told everything
     * @param shutdown ends the conversations that go on
     */
    public RoundRunner(
            Ledger ledger,
            Limiter limiter,
            ProbePacer pacer,
            Shutdown shutdown,
            InstantSource clock) {
        this.limiter = limiter;
        this.pacer = pacer;
        this.ledger = ledger;
        this.shutdown = shutdown;
        this.clock = clock;
        for (TargetState state : ledger.standings()) {
            state.lastAttempt()
                    .ifPresent(at -> spacing.began(state.target().domain(), at, Duration.ZERO));
        }
    }

    Limiter limiter() {
        return limiter;
    }

    ProbePacer pacer() {
        return pacer;
    }

    Ledger ledger() {
        return ledger;
    }

    boolean stopping() {
        return shutdown.begun();
    }

    MinIntervalGuard spacing() {
        return spacing;
    }

    /** About which targets a conversation waits for room. */
    private Set<DomainName> waiting() {
        return running.values().stream()
                .filter(Running::waits)
                .map(round -> round.target.domain())
                .collect(Collectors.toSet());
    }

    /** What holds conversations back now. */
    public ProbeWaits waits() {
        return new ProbeWaits(
                limiter.backoffs(), pacer.greylisted(), pacer.slowed(), waiting(), clock);
    }

    /** How much of each budget is used now. */
    public List<BudgetLevel> usage() {
        return limiter.usage();
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
            if (known().filter(TargetState::listed).isEmpty()) {
                // What was said about domains that are not watched would pile up.
                pacer.forget(target.domain());
            }
        }

        private Optional<TargetState> known() {
            return ledger.standing(target.domain());
        }

        void plan() {
            CompletableFuture<?> _ = probes.plan(target).whenComplete(guarded(this::ask));
        }

        private void ask(Plan plan) {
            ledger.post(target, new LedgerEntry.LookedUp(plan.routedTo(), plan.lookup().took()));
            ledger.post(target, new LedgerEntry.Routed(plan.provider()));
            plan.settled().forEach(this::settle);
            List<HostProbe> asked =
                    plan.calls().stream().filter(p -> pacer.belongs(p, trigger)).toList();
            // One more, so that it is not concluded while it still asks.
            count(asked.size() + 1, 0);
            asked.forEach(probe -> ask(probe, plan));
            ended(plan);
        }

        private void ask(HostProbe probe, Plan plan) {
            if (pacer.tooEarly(probe)) {
                ledger.post(target, new LedgerEntry.Skipped(SkipReason.GREYLISTED));
                ended(plan);
                return;
            }
            count(0, 1);
            QueuePriority priority =
                    ProbePacer.priority(target, known().flatMap(TargetState::lastAttempt));
            limiter.ask(
                    probe.limitKey(),
                    priority,
                    decision -> guarded(() -> decided(probe, plan, priority, decision)));
        }

        private void decided(
                HostProbe probe, Plan plan, QueuePriority priority, Limiter.Queued decision) {
            count(0, -1);
            switch (decision) {
                case Limiter.Queued.Admitted(Limiter.Room room) -> {
                    CompletableFuture<?> _ =
                            probes.hold(probe, priority, room, () -> attempting(probe))
                                    .whenComplete(guarded(seen -> observed(probe, plan, seen)));
                }
                case Limiter.Queued.Refused(var reason) -> {
                    postUnlessStopping(new LedgerEntry.Skipped(SkipReason.of(reason)));
                    ended(plan);
                }
            }
        }

        private void attempting(HostProbe probe) {
            ledger.post(target, new LedgerEntry.Attempt(probe.provider(), probe.identity().name()));
        }

        private void observed(HostProbe probe, Plan plan, Observation seen) {
            postUnlessStopping(new LedgerEntry.Observed(seen));
            pacer.heard(probe, seen)
                    .map(news -> new LedgerEntry.Greylisting(seen.provider(), news))
                    .ifPresent(this::postUnlessStopping);
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
                round.map(LedgerEntry.Finished::new).ifPresent(this::postUnlessStopping);
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
            Optional<Round> before = known().flatMap(TargetState::latest);
            Round round = plan.conclude(seen, Plan.kept(before, left), clock.instant());
            pacer.finished(target, before, round, plan.calls(), trigger);
            return Optional.of(round);
        }

        private void settle(Observation known) {
            ledger.post(target, new LedgerEntry.Attempt(known.provider(), known.identity()));
            postUnlessStopping(new LedgerEntry.Observed(known));
            if (known.conversation().ending() instanceof ProbeEnd.NoRoute(Cause cause, _)
                    && cause == Cause.PRIVATE_ADDRESS) {
                ledger.post(target, new LedgerEntry.Skipped(SkipReason.PRIVATE_ADDRESS));
            }
        }

        /** A conversation that we broke off ourselves tells nothing about the host. */
        private void postUnlessStopping(LedgerEntry entry) {
            if (!shutdown.begun()) {
                ledger.post(target, entry);
            }
        }
    }
}
