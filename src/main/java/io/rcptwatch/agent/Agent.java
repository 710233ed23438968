package io.rcptwatch.agent;

import static java.lang.System.Logger.Level.ERROR;

import io.rcptwatch.pace.Extra;
import io.rcptwatch.pace.Occasion;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.wire.Shutdown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

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
    private final Audience audience;
    private final Interview interview;
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
        this.audience = new Audience(listeners, shutdown);
        this.interview = new Interview(pacing, audience);
    }

    /** Begins to watch. */
    public void start() {
        for (Target target : targets) {
            Provider provider = planner.expectedProvider(target);
            // What is not known yet must not hide what another run found out.
            if (!provider.equals(Provider.OTHER)) {
                audience.tell(listener -> listener.routed(target, provider));
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
            audience.tell(listener -> listener.skipped(target, SkipReason.STILL_RUNNING));
        } else if (pacing.leavesOut(target)) {
            audience.tell(listener -> listener.skipped(target, SkipReason.RECIPIENT_UNKNOWN));
        } else {
            audience.tell(listener -> listener.began(target, Duration.between(turn.due(), now)));
            begin(target, Occasion.REGULAR);
        }
    }

    private void begin(Extra extra) {
        if (running.contains(extra.domain())) {
            pacing.postpone(extra);
            return;
        }
        targets.stream()
                .filter(target -> target.domain().equals(extra.domain()))
                .forEach(target -> begin(target, extra.occasion()));
    }

    private void begin(Target target, Occasion occasion) {
        running.add(target.domain());
        Thread.ofVirtual().name("round " + target.domain()).start(() -> round(target, occasion));
    }

    private void round(Target target, Occasion occasion) {
        try {
            Plan plan = planner.plan(target);
            audience.tell(listener -> listener.routed(target, plan.provider()));
            plan.settled().forEach(this::settle);
            interview
                    .hold(plan, occasion, inquirer)
                    .ifPresent(
                            round ->
                                    audience.tellUnlessStopping(
                                            listener -> listener.finished(round)));
        } catch (InterruptedException | ExecutionException | RuntimeException e) {
            // A mistake of ours in one round must not end the watch over the others.
            LOG.log(ERROR, "The round of " + target.domain() + " was given up", e);
        } finally {
            running.remove(target.domain());
        }
    }

    private void settle(Observation known) {
        audience.tell(l -> l.attempting(known.target(), known.provider(), known.identity()));
        publish(known);
    }

    private void publish(Observation observation) {
        audience.tellUnlessStopping(listener -> listener.observed(observation));
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
