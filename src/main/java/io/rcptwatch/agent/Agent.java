package io.rcptwatch.agent;

import static java.lang.System.Logger.Level.ERROR;

import io.rcptwatch.probe.Listener;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.wire.Shutdown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
        this.shutdown = instruments.shutdown();
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
    }

    /** Begins to watch. */
    public void start() {
        for (Target target : targets) {
            tell(listener -> listener.routed(target, planner.expectedProvider(target)));
        }
        loop.start();
    }

    private void loop() {
        try {
            while (!shutdown.begun()) {
                Instant now = clock.instant();
                schedule.poll(now).ifPresent(turn -> begin(turn, now));
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
        if (running.add(target.domain())) {
            tell(listener -> listener.began(target, Duration.between(turn.due(), now)));
            Thread.ofVirtual().name("round " + target.domain()).start(() -> round(target));
        } else {
            tell(listener -> listener.skipped(target, SkipReason.STILL_RUNNING));
        }
    }

    private void round(Target target) {
        try {
            Plan plan = planner.plan(target);
            tell(listener -> listener.routed(target, plan.provider()));
            plan.settled().forEach(this::settle);
            Round round = inquirer.conclude(plan, hold(plan.calls()));
            tellUnlessStopping(listener -> listener.finished(round));
        } catch (InterruptedException | ExecutionException | RuntimeException e) {
            // A mistake of ours in one round must not end the watch over the others.
            LOG.log(ERROR, "The round of " + target.domain() + " was given up", e);
        } finally {
            running.remove(target.domain());
        }
    }

    private List<Observation> hold(List<Call> calls)
            throws InterruptedException, ExecutionException {
        List<FutureTask<Observation>> tasks =
                calls.stream().map(call -> new FutureTask<>(() -> hold(call))).toList();
        tasks.forEach(task -> Thread.ofVirtual().name("conversation").start(task));
        List<Observation> observations = new ArrayList<>();
        for (FutureTask<Observation> task : tasks) {
            observations.add(task.get());
        }
        return observations;
    }

    private Observation hold(Call call) throws InterruptedException {
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
