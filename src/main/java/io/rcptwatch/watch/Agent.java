package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.ERROR;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.rcptwatch.limits.ExtraRound;
import io.rcptwatch.limits.RoundTrigger;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.ProbeEnd.NoRoute.Cause;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.wire.Shutdown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The loop: begins each target's rounds when they are due, until it is stopped. */
public final class Agent implements AutoCloseable {
    /** All conversations are over this long after the stop at the latest. */
    public static final Duration STOP = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Shutdown shutdown;
    private final InstantSource clock;
    private final Limiter limiter;
    private final ProbePacer pacing;
    private final Ledger ledger;
    private final Runnable heartbeat;
    private final Audience audience;
    private final RoundRunner interview;
    // By the domain in A-labels: the same one may be written in two ways.
    private final Map<String, CompletableFuture<Optional<Round>>> running =
            new ConcurrentHashMap<>();
    private volatile Map<DomainName, Target> targets;
    private volatile ProberWiring instruments;

    // These three by whoever holds the lock of the schedule.
    private final Schedule schedule;
    private final MinIntervalGuard spacing;
    private final ClockJumpDetector gaps;

    private final Thread loop = Thread.ofVirtual().name("schedule").unstarted(this::loop);

    /**
     * Watches these targets.
     *
     * @param minInterval the least time between two rounds of one target
     * @param ledger hears everything
     * @param heartbeat is run at least once a second, as long as the loop lives
     * @param instruments ask; their shutdown also ends what is asked outside of the schedule
     */
    public Agent(
            List<Target> targets,
            Duration minInterval,
            ProberWiring instruments,
            InstantSource clock,
            Ledger ledger,
            Runnable heartbeat) {
        this.targets = byDomain(targets);
        this.schedule = new Schedule(targets, minInterval, new Random(), clock.instant());
        this.spacing = new MinIntervalGuard(minInterval);
        this.gaps = new ClockJumpDetector(schedule, spacing, clock.instant());
        this.instruments = instruments;
        this.shutdown = instruments.shutdown();
        this.limiter = instruments.limiter();
        this.pacing = instruments.pacing();
        this.clock = clock;
        this.ledger = ledger;
        this.heartbeat = heartbeat;
        this.audience = new Audience(ledger, shutdown);
        this.interview = new RoundRunner(pacing, audience);
        resume();
    }

    private static Map<DomainName, Target> byDomain(List<Target> targets) {
        Map<DomainName, Target> byDomain = new LinkedHashMap<>();
        targets.forEach(target -> byDomain.put(target.domain(), target));
        return Collections.unmodifiableMap(byDomain);
    }

    /** Goes on where another run ended. */
    private void resume() {
        Map<DomainName, Instant> asked = pacing.lastAsked();
        schedule.resume(asked, clock.instant());
        asked.forEach(spacing::began);
    }

    /** Begins to watch. */
    public void start() {
        List<Target> watched = List.copyOf(targets.values());
        ledger.list(watched);
        watched.forEach(this::tellProvider);
        loop.start();
    }

    private void tellProvider(Target target) {
        Provider provider = instruments.planner().expectedProvider(target);
        // What is not known yet must not hide what another run found out.
        if (!provider.equals(Provider.OTHER)) {
            audience.tell(target, new LedgerEntry.Routed(provider));
        }
    }

    /**
     * Watches these targets from now on, with these instruments. A target that was there before
     * keeps its turn; a round that is going on ends as it began.
     *
     * @param renewed with the limiter and the shutdown of the ones before
     */
    public void renew(List<Target> next, Duration minInterval, ProberWiring renewed) {
        Map<DomainName, Target> before = targets;
        instruments = renewed;
        targets = byDomain(next);
        ledger.list(next);
        next.stream().filter(t -> !before.containsKey(t.domain())).forEach(this::tellProvider);
        pacing.retain(targets.keySet());
        next.stream()
                .filter(t -> isAboutAnother(before.get(t.domain()), t))
                .forEach(t -> pacing.recipientChanged(t.domain()));
        synchronized (schedule) {
            spacing.least(minInterval);
            schedule.renew(next, minInterval, spacing::earliest, clock.instant());
        }
    }

    private static boolean isAboutAnother(@Nullable Target before, Target now) {
        return before != null && !before.recipient().equals(now.recipient());
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
        heartbeat.run();
        Instant now = clock.instant();
        Optional<Schedule.Turn> turn;
        synchronized (schedule) {
            gaps.look(now);
            turn = schedule.poll(now);
        }
        turn.ifPresent(due -> begin(due, now));
        pacing.poll().ifPresent(extra -> begin(extra, now));
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
        if (pacing.leavesOut(target)) {
            audience.tell(target, new LedgerEntry.Skipped(SkipReason.RECIPIENT_UNKNOWN));
        } else if (begin(target, RoundTrigger.REGULAR, now).isPresent()) {
            audience.tell(target, new LedgerEntry.Began(Duration.between(turn.due(), now)));
        } else {
            audience.tell(target, new LedgerEntry.Skipped(SkipReason.STILL_RUNNING));
        }
    }

    /** Not while a round goes on, or just after one. */
    private void begin(ExtraRound extra, Instant now) {
        Target target = targets.get(extra.domain());
        if (target != null
                && (tooSoon(target, now) || begin(target, extra.occasion(), now).isEmpty())) {
            pacing.postpone(extra);
        }
    }

    private boolean tooSoon(Target target, Instant now) {
        synchronized (schedule) {
            return spacing.earliest(target).isAfter(now);
        }
    }

    /** Empty where a round of that target is going on already. */
    private Optional<CompletableFuture<Optional<Round>>> begin(
            Target target, RoundTrigger occasion, Instant now) {
        CompletableFuture<Optional<Round>> round = new CompletableFuture<>();
        synchronized (schedule) {
            if (running.putIfAbsent(target.domain().ascii(), round) != null) {
                return Optional.empty();
            }
            spacing.began(target.domain(), now);
        }
        Thread.ofVirtual()
                .name("round " + target.domain())
                .start(() -> round(target, occasion, round));
        return Optional.of(round);
    }

    /**
     * Holds a round now, unless the target was asked less than the least interval ago, or joins the
     * one that is going on. For targets that are watched and for others alike.
     *
     * @param patience how long to wait for its end
     */
    public FreshRound ask(Target target, Duration patience) throws InterruptedException {
        Optional<CompletableFuture<Optional<Round>>> round = joined(target);
        if (round.isEmpty()) {
            return new FreshRound.NotHeld(FreshRound.Reason.TOO_SOON);
        }
        try {
            return round.get()
                    .get(patience.toMillis(), MILLISECONDS)
                    .<FreshRound>map(FreshRound.Held::new)
                    .orElseGet(() -> new FreshRound.NotHeld(FreshRound.Reason.LEFT_OUT));
        } catch (TimeoutException e) {
            return new FreshRound.NotHeld(FreshRound.Reason.TOO_LATE);
        } catch (ExecutionException e) {
            return new FreshRound.NotHeld(FreshRound.Reason.GIVEN_UP);
        }
    }

    private Optional<CompletableFuture<Optional<Round>>> joined(Target target) {
        synchronized (schedule) {
            CompletableFuture<Optional<Round>> going = running.get(target.domain().ascii());
            Instant now = clock.instant();
            if (going != null) {
                return Optional.of(going);
            }
            if (shutdown.begun() || spacing.earliest(target).isAfter(now)) {
                return Optional.empty();
            }
            schedule.began(target, now);
            return begin(target, RoundTrigger.REGULAR, now);
        }
    }

    private void round(
            Target target, RoundTrigger occasion, CompletableFuture<Optional<Round>> result) {
        ProberWiring with = instruments;
        try {
            Plan plan = with.planner().plan(target);
            audience.tell(target, new LedgerEntry.LookedUp(plan.routedTo(), plan.lookup().took()));
            audience.tell(target, new LedgerEntry.Routed(plan.provider()));
            plan.settled().forEach(known -> settle(target, known));
            Optional<Round> round = interview.hold(plan, occasion, with.inquirer());
            round.ifPresent(r -> audience.tellUnlessStopping(target, new LedgerEntry.Finished(r)));
            result.complete(round);
        } catch (InterruptedException | ExecutionException | RuntimeException e) {
            // A mistake of ours in one round must not end the watch over the others.
            LOG.log(ERROR, "The round of " + target.domain() + " was given up", e);
        } finally {
            running.remove(target.domain().ascii(), result);
            forgetStranger(target);
            result.completeExceptionally(new CancellationException());
        }
    }

    /** What was said last about domains that nobody watches would pile up. */
    private void forgetStranger(Target target) {
        if (!targets.containsKey(target.domain())) {
            pacing.forget(target.domain());
        }
    }

    private void settle(Target target, Observation known) {
        audience.tell(target, new LedgerEntry.Attempt(known.provider(), known.identity()));
        audience.tellUnlessStopping(target, new LedgerEntry.Observed(known));
        if (known.conversation().ending() instanceof ProbeEnd.NoRoute(Cause cause, _)
                && cause == Cause.PRIVATE_ADDRESS) {
            audience.tell(target, new LedgerEntry.Skipped(SkipReason.PRIVATE_ADDRESS));
        }
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
