package io.rcptwatch.agent;

import static java.lang.System.Logger.Level.ERROR;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.rcptwatch.probe.Listener;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.wire.Shutdown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The loop: begins each target's rounds when they are due, until it is stopped. */
public final class Agent implements AutoCloseable {
    /** All conversations are over this long after the stop at the latest. */
    public static final Duration STOP = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Shutdown shutdown;
    private final InstantSource clock;
    private final List<AgentListener> listeners;
    // By the domain in A-labels: the same one may be written in two ways.
    private final Map<String, CompletableFuture<Round>> running = new ConcurrentHashMap<>();
    private volatile List<Target> targets;
    private volatile Instruments instruments;

    // These three by whoever holds the lock of the schedule.
    private final Schedule schedule;
    private final Spacing spacing;
    private final Gaps gaps;

    private final Thread loop = Thread.ofVirtual().name("schedule").unstarted(this::loop);

    /**
     * Watches these targets.
     *
     * @param minInterval the least time between two rounds of one target
     * @param listeners hear everything, in this order
     * @param instruments ask; their shutdown also ends what is asked outside of the schedule
     */
    public Agent(
            List<Target> targets,
            Duration minInterval,
            Instruments instruments,
            InstantSource clock,
            List<AgentListener> listeners) {
        this.targets = List.copyOf(targets);
        this.schedule = new Schedule(targets, minInterval, new Random(), clock.instant());
        this.spacing = new Spacing(minInterval);
        this.gaps = new Gaps(schedule, spacing, clock.instant());
        this.instruments = instruments;
        this.shutdown = instruments.shutdown();
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
    }

    /** Begins to watch. */
    public void start() {
        tell(listener -> listener.watching(targets));
        targets.forEach(this::tellProvider);
        loop.start();
    }

    private void tellProvider(Target target) {
        Provider provider = instruments.planner().expectedProvider(target);
        tell(listener -> listener.routed(target, provider));
    }

    /**
     * Watches these targets from now on, with these instruments. A target that was there before
     * keeps its turn; a round that is going on ends as it began.
     *
     * @param renewed with the limiter and the shutdown of the ones before
     */
    public void renew(List<Target> next, Duration minInterval, Instruments renewed) {
        Set<DomainName> known =
                targets.stream().map(Target::domain).collect(Collectors.toUnmodifiableSet());
        instruments = renewed;
        targets = List.copyOf(next);
        tell(listener -> listener.watching(targets));
        next.stream().filter(t -> !known.contains(t.domain())).forEach(this::tellProvider);
        synchronized (schedule) {
            spacing.least(minInterval);
            schedule.renew(next, minInterval, spacing::earliest, clock.instant());
        }
    }

    private void loop() {
        try {
            while (!shutdown.begun()) {
                Thread.sleep(tickWhateverHappens());
            }
        } catch (InterruptedException e) {
            // close() wakes the loop: it is over.
            return;
        }
    }

    private Duration tickWhateverHappens() {
        try {
            return tick();
        } catch (RuntimeException e) {
            // A mistake of ours about one target must not end the watch over the others.
            LOG.log(ERROR, "A turn was given up", e);
            return SECOND;
        }
    }

    /** Begins what is due, and says how long to wait for more. */
    private Duration tick() {
        tell(AgentListener::ticked);
        Instant now = clock.instant();
        Optional<Schedule.Turn> turn;
        synchronized (schedule) {
            gaps.look(now);
            turn = schedule.poll(now);
        }
        turn.ifPresent(due -> begin(due, now));
        return untilNext();
    }

    /** At most a second, so that a clock that was put back delays nobody for long. */
    private Duration untilNext() {
        Optional<Instant> due;
        synchronized (schedule) {
            due = schedule.nextDue();
        }
        Duration left = due.map(d -> Duration.between(clock.instant(), d)).orElse(SECOND);
        return left.isNegative() ? Duration.ZERO : left.compareTo(SECOND) < 0 ? left : SECOND;
    }

    private void begin(Schedule.Turn turn, Instant now) {
        Target target = turn.target();
        if (begin(target, now).isPresent()) {
            tell(listener -> listener.began(target, Duration.between(turn.due(), now)));
        } else {
            tell(listener -> listener.skipped(target, SkipReason.STILL_RUNNING));
        }
    }

    /** Empty where a round of that target is going on already. */
    private Optional<CompletableFuture<Round>> begin(Target target, Instant now) {
        CompletableFuture<Round> round = new CompletableFuture<>();
        synchronized (schedule) {
            if (running.putIfAbsent(target.domain().ascii(), round) != null) {
                return Optional.empty();
            }
            spacing.began(target, now);
        }
        Thread.ofVirtual().name("round " + target.domain()).start(() -> round(target, round));
        return Optional.of(round);
    }

    /**
     * Holds a round now, unless the target was asked less than the least interval ago, or joins the
     * one that is going on. For targets that are watched and for others alike.
     *
     * @param patience how long to wait for its end
     */
    public FreshRound ask(Target target, Duration patience) throws InterruptedException {
        Optional<CompletableFuture<Round>> round = joined(target);
        if (round.isEmpty()) {
            return new FreshRound.NotHeld(FreshRound.Reason.TOO_SOON);
        }
        try {
            return new FreshRound.Held(round.get().get(patience.toMillis(), MILLISECONDS));
        } catch (TimeoutException e) {
            return new FreshRound.NotHeld(FreshRound.Reason.TOO_LATE);
        } catch (ExecutionException e) {
            return new FreshRound.NotHeld(FreshRound.Reason.GIVEN_UP);
        }
    }

    private Optional<CompletableFuture<Round>> joined(Target target) {
        synchronized (schedule) {
            CompletableFuture<Round> going = running.get(target.domain().ascii());
            Instant now = clock.instant();
            if (going != null) {
                return Optional.of(going);
            }
            if (shutdown.begun() || spacing.earliest(target).isAfter(now)) {
                return Optional.empty();
            }
            schedule.began(target, now);
            return begin(target, now);
        }
    }

    private void round(Target target, CompletableFuture<Round> result) {
        Instruments with = instruments;
        try {
            Plan plan = with.planner().plan(target);
            tell(listener -> listener.routed(target, plan.provider()));
            plan.settled().forEach(this::settle);
            Round round = with.inquirer().conclude(plan, hold(plan.calls(), with.inquirer()));
            tellUnlessStopping(listener -> listener.finished(round));
            result.complete(round);
        } catch (InterruptedException | ExecutionException | RuntimeException e) {
            // A mistake of ours in one round must not end the watch over the others.
            LOG.log(ERROR, "The round of " + target.domain() + " was given up", e);
        } finally {
            running.remove(target.domain().ascii(), result);
            result.completeExceptionally(new CancellationException());
        }
    }

    private List<Observation> hold(List<Call> calls, Inquirer inquirer)
            throws InterruptedException, ExecutionException {
        List<FutureTask<Observation>> tasks =
                calls.stream().map(call -> new FutureTask<>(() -> hold(call, inquirer))).toList();
        tasks.forEach(task -> Thread.ofVirtual().name("conversation").start(task));
        List<Observation> observations = new ArrayList<>();
        for (FutureTask<Observation> task : tasks) {
            observations.add(task.get());
        }
        return observations;
    }

    private Observation hold(Call call, Inquirer inquirer) throws InterruptedException {
        tell(l -> l.attempting(call.target(), call.provider(), call.identity().name()));
        Observation observation = inquirer.hold(call, Listener.NONE);
        publish(observation);
        return observation;
    }

    private void settle(Observation known) {
        tell(l -> l.attempting(known.target(), known.provider(), known.identity()));
        publish(known);
    }

    private void publish(Observation observation) {
        tellUnlessStopping(listener -> listener.observed(observation));
    }

    /** A conversation that we broke off ourselves says nothing that anybody should hear. */
    private void tellUnlessStopping(Consumer<AgentListener> news) {
        if (!shutdown.begun()) {
            tell(news);
        }
    }

    private void tell(Consumer<AgentListener> news) {
        listeners.forEach(news);
    }

    /** Stops: nothing begins any more, QUIT goes to the open conversations. */
    @Override
    public void close() {
        shutdown.begin();
        loop.interrupt();
        long end = System.nanoTime() + STOP.toNanos();
        try {
            while (!running.isEmpty() && System.nanoTime() - end < 0) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
