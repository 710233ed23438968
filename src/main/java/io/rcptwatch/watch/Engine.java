package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.ERROR;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.rcptwatch.limits.ExtraRound;
import io.rcptwatch.limits.RoundTrigger;
import io.rcptwatch.schedule.ClockJumpDetector;
import io.rcptwatch.schedule.Schedule;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Begins each target's rounds when they are due, by one configuration, which never changes: for
 * another one the next engine takes over, with the same {@link RoundRunner} and so the same ledger,
 * limits and counters. A start, a restart and a reload are the same to it.
 */
public final class Engine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);
    // While conversations wait for room, others make some at any time.
    private static final Duration WAITING = Duration.ofMillis(100);

    private final EngineSettings settings;
    private final Map<DomainName, Target> targets = new LinkedHashMap<>();
    private final Probes probes;
    private final RoundRunner rounds;
    private final Runnable heartbeat;
    private final InstantSource clock;
    private final Schedule schedule;
    private final ClockJumpDetector jumps;
    private final Thread loop = Thread.ofVirtual().name("schedule").unstarted(this::loop);
    private volatile boolean closed;

    /**
     * Takes over from the engine before, which begins nothing from then on; its rounds end.
     *
     * @param heartbeat is run at least once a second as long as the loop lives
     */
    public Engine(
            EngineSettings settings,
            Probes probes,
            RoundRunner rounds,
            Runnable heartbeat,
            Optional<Engine> before,
            InstantSource clock) {
        this.settings = settings;
        this.probes = probes;
        this.rounds = rounds;
        this.heartbeat = heartbeat;
        this.clock = clock;
        settings.targets().forEach(target -> targets.put(target.domain(), target));
        before.ifPresent(Engine::close);
        Instant now = clock.instant();
        announce(before.map(b -> b.targets).orElse(Map.of()));
        this.jumps = new ClockJumpDetector(before.map(b -> b.jumps.last()).orElse(now));
        this.schedule =
                new Schedule(
                        settings.targets(),
                        minInterval(),
                        new Random(),
                        known(before.map(Engine::turns).orElse(Map.of())),
                        now);
    }

    private Schedule.Known known(Map<DomainName, Schedule.Turn> turns) {
        return new Schedule.Known(
                turns,
                domain -> rounds.ledger().standing(domain).flatMap(TargetState::lastAttempt),
                domain -> rounds.spacing().earliest(domain, minInterval()));
    }

    private synchronized Map<DomainName, Schedule.Turn> turns() {
        return schedule.turns();
    }

    private Duration minInterval() {
        return settings.politeness().minInterval();
    }

    private void announce(Map<DomainName, Target> before) {
        rounds.limiter().allow(settings.politeness());
        rounds.pacer().allow(settings.politeness());
        rounds.ledger().list(settings.targets());
        for (Target target : settings.targets()) {
            Optional<Target> known = Optional.ofNullable(before.get(target.domain()));
            if (known.isEmpty()) {
                tellProvider(target);
            } else if (!known.get().recipient().equals(target.recipient())) {
                rounds.pacer().recipientChanged(target.domain());
            }
        }
    }

    private void tellProvider(Target target) {
        Provider provider = probes.expectedProvider(target);
        // What is not known yet must not hide what another run found out.
        if (!provider.equals(Provider.OTHER)) {
            rounds.ledger().post(target, new LedgerEntry.Routed(provider));
        }
    }

    /** What it works by. */
    public EngineSettings settings() {
        return settings;
    }

    /** Begins to step by itself. */
    public void start() {
        loop.start();
    }

    private void loop() {
        while (!closed) {
            Duration pause = guardedStep();
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                // close() wakes the loop.
                return;
            }
        }
    }

    private Duration guardedStep() {
        try {
            Duration longest = rounds.limiter().waiting() > 0 ? WAITING : SECOND;
            return shorter(longest, step(clock.instant()));
        } catch (Throwable e) {
            // Whatever it is, an Error of the JVM, too: a loop that ends would watch nothing more.
            LOG.log(ERROR, "Scheduler step failed", e);
            return SECOND;
        }
    }

    /**
     * Begins all that is due.
     *
     * @return how long nothing becomes due by time alone, at most a day
     */
    public Duration step(Instant now) {
        heartbeat.run();
        beginDue(now);
        return shorter(
                rounds.limiter().step(), shorter(rounds.pacer().untilNext(), untilNext(now)));
    }

    private synchronized void beginDue(Instant now) {
        if (closed) {
            return;
        }
        jumps.look(now, schedule, rounds.spacing());
        for (var turn = schedule.poll(now); turn.isPresent(); turn = schedule.poll(now)) {
            begin(turn.get(), now);
        }
        rounds.pacer().due().forEach(extra -> begin(extra, now));
    }

    private synchronized Duration untilNext(Instant now) {
        Duration left = schedule.nextDue().map(due -> Duration.between(now, due)).orElse(DAY);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void begin(Schedule.Turn turn, Instant now) {
        rounds.ledger().post(turn.target(), outcome(turn, now));
    }

    private LedgerEntry outcome(Schedule.Turn turn, Instant now) {
        if (rounds.pacer().leavesOut(turn.target())) {
            return new LedgerEntry.Skipped(SkipReason.RECIPIENT_UNKNOWN);
        }
        return begin(turn.target(), RoundTrigger.REGULAR, now).isPresent()
                ? new LedgerEntry.Began(Duration.between(turn.due(), now))
                : new LedgerEntry.Skipped(SkipReason.STILL_RUNNING);
    }

    /** Not while a round goes on, or just after one. */
    private void begin(ExtraRound extra, Instant now) {
        Target target = targets.get(extra.domain());
        if (target != null
                && (tooSoon(target, now) || begin(target, extra.occasion(), now).isEmpty())) {
            rounds.pacer().postpone(extra);
        }
    }

    private boolean tooSoon(Target target, Instant now) {
        return rounds.spacing().earliest(target.domain(), minInterval()).isAfter(now);
    }

    private Optional<CompletableFuture<Optional<Round>>> begin(
            Target target, RoundTrigger trigger, Instant now) {
        return rounds.begin(target, trigger, probes, minInterval(), now);
    }

    /**
     * Holds a round now, unless the target was asked less than the least interval ago, or joins the
     * one that goes on. For targets that are watched and for others alike.
     *
     * @param patience how long to wait for its end
     */
    public AnswerSource ask(Target target, Duration patience) throws InterruptedException {
        Optional<CompletableFuture<Optional<Round>>> round = joined(target);
        if (round.isEmpty()) {
            return AnswerSource.TOO_SOON;
        }
        try {
            Optional<Round> held = round.get().get(patience.toMillis(), MILLISECONDS);
            return held.isPresent() ? AnswerSource.FRESH : AnswerSource.LEFT_OUT;
        } catch (TimeoutException e) {
            return AnswerSource.TOO_LATE;
        } catch (CancellationException | ExecutionException e) {
            return AnswerSource.GIVEN_UP;
        }
    }

    private synchronized Optional<CompletableFuture<Optional<Round>>> joined(Target target) {
        Optional<CompletableFuture<Optional<Round>>> going = rounds.going(target);
        Instant now = clock.instant();
        if (going.isPresent() || closed || rounds.stopping() || tooSoon(target, now)) {
            return going;
        }
        schedule.began(target, now);
        return begin(target, RoundTrigger.REGULAR, now).or(() -> rounds.going(target));
    }

    /** Begins nothing any more; rounds that go on end. */
    @Override
    public synchronized void close() {
        closed = true;
        loop.interrupt();
    }
}
