package io.rcptwatch.agent;

import static java.lang.System.Logger.Level.ERROR;

import io.rcptwatch.pace.Extra;
import io.rcptwatch.pace.Occasion;
import io.rcptwatch.pace.Patience;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.wire.Shutdown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** The loop: begins each target's rounds when they are due, until it is stopped. */
public final class Agent implements AutoCloseable {
    /** All conversations are over this long after the stop at the latest. */
    public static final Duration STOP = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());

    private final List<Target> targets;
    private final Schedule schedule;
    private final Planner planner;
    private final Inquirer inquirer;
    private final Limiter limiter;
    private final Pacing pacing;
    private final Shutdown shutdown;
    private final InstantSource clock;
    private final List<AgentListener> listeners;
    private final Set<DomainName> running = ConcurrentHashMap.newKeySet();
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
        this.targets = targets;
        this.schedule = new Schedule(targets, minInterval, new Random(), clock.instant());
        this.planner = instruments.planner();
        this.inquirer = instruments.inquirer();
        this.limiter = instruments.limiter();
        this.pacing = instruments.pacing();
        schedule.resume(pacing.lastAsked(), clock.instant());
        this.shutdown = instruments.shutdown();
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
    }

    /** Begins to watch. */
    public void start() {
        for (Target target : targets) {
            Provider provider = planner.expectedProvider(target);
            // What is not known yet must not hide what another run found out.
            if (!provider.equals(Provider.OTHER)) {
                tell(listener -> listener.routed(target, provider));
            }
        }
        loop.start();
    }

    private void loop() {
        try {
            while (!shutdown.begun()) {
                Instant now = clock.instant();
                schedule.poll(now).ifPresent(turn -> begin(turn, now));
                pacing.poll().ifPresent(this::begin);
                Thread.sleep(untilNext());
            }
        } catch (InterruptedException e) {
            // close() wakes the loop: it is over.
            return;
        }
    }

    /** At most a second, so that a clock that was put back delays nobody for long. */
    private Duration untilNext() {
        Duration second = Duration.ofSeconds(1);
        Duration left =
                schedule.nextDue()
                        .map(due -> Duration.between(clock.instant(), due))
                        .orElse(second);
        return left.isNegative() ? Duration.ZERO : left.compareTo(second) < 0 ? left : second;
    }

    private void begin(Schedule.Turn turn, Instant now) {
        Target target = turn.target();
        if (running.contains(target.domain())) {
            tell(listener -> listener.skipped(target, SkipReason.STILL_RUNNING));
        } else if (pacing.leavesOut(target)) {
            tell(listener -> listener.skipped(target, SkipReason.RECIPIENT_UNKNOWN));
        } else {
            tell(listener -> listener.began(target, Duration.between(turn.due(), now)));
            begin(target, Occasion.REGULAR);
        }
    }

    private void begin(Extra extra) {
        targets.stream()
                .filter(target -> target.domain().equals(extra.domain()))
                .forEach(target -> begin(target, extra.occasion()));
    }

    /** A round that goes on already takes the place of this one. */
    private void begin(Target target, Occasion occasion) {
        if (running.add(target.domain())) {
            Thread.ofVirtual()
                    .name("round " + target.domain())
                    .start(() -> round(target, occasion));
        }
    }

    private void round(Target target, Occasion occasion) {
        try {
            Plan plan = planner.plan(target);
            tell(listener -> listener.routed(target, plan.provider()));
            plan.settled().forEach(this::settle);
            hold(plan, occasion)
                    .ifPresent(round -> tellUnlessStopping(listener -> listener.finished(round)));
        } catch (InterruptedException | ExecutionException | RuntimeException e) {
            // A mistake of ours in one round must not end the watch over the others.
            LOG.log(ERROR, "The round of " + target.domain() + " was given up", e);
        } finally {
            running.remove(target.domain());
        }
    }

    /** Empty where nobody could be asked, and so nothing is new. */
    private Optional<Round> hold(Plan plan, Occasion occasion)
            throws InterruptedException, ExecutionException {
        Map<Call, Observation> held = held(plan, occasion);
        if (held.isEmpty() && plan.settled().isEmpty() && !plan.calls().isEmpty()) {
            return Optional.empty();
        }
        List<Call> left = plan.calls().stream().filter(call -> !held.containsKey(call)).toList();
        List<Observation> kept = pacing.kept(plan.target(), left);
        Round round = inquirer.conclude(plan, held.values(), kept);
        pacing.finished(round, plan.calls(), occasion);
        return Optional.of(round);
    }

    private Map<Call, Observation> held(Plan plan, Occasion occasion)
            throws InterruptedException, ExecutionException {
        Patience patience = pacing.patience(plan.target());
        Map<Call, FutureTask<Optional<Observation>>> tasks = new LinkedHashMap<>();
        for (Call call : plan.calls()) {
            if (pacing.belongs(call, occasion)) {
                tasks.put(call, new FutureTask<>(() -> hold(call, patience)));
            }
        }
        tasks.values().forEach(task -> Thread.ofVirtual().name("conversation").start(task));
        Map<Call, Observation> held = new LinkedHashMap<>();
        for (Map.Entry<Call, FutureTask<Optional<Observation>>> task : tasks.entrySet()) {
            task.getValue().get().ifPresent(observation -> held.put(task.getKey(), observation));
        }
        return held;
    }

    private Optional<Observation> hold(Call call, Patience patience) throws InterruptedException {
        if (pacing.tooEarly(call)) {
            tell(listener -> listener.skipped(call.target(), SkipReason.GREYLISTED));
            return Optional.empty();
        }
        return switch (inquirer.hold(call, patience, () -> attempting(call), Listener.NONE)) {
            case Answer.Held(Observation observation) -> {
                publish(observation);
                pacing.heard(call, observation)
                        .ifPresent(
                                news -> tellUnlessStopping(l -> l.greylisting(observation, news)));
                yield Optional.of(observation);
            }
            case Answer.LeftOut(SkipReason reason) -> {
                tellUnlessStopping(listener -> listener.skipped(call.target(), reason));
                yield Optional.empty();
            }
        };
    }

    private void attempting(Call call) {
        tell(l -> l.attempting(call.target(), call.provider(), call.identity().name()));
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
        limiter.close();
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
