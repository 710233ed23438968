package io.rcptwatch.schedule;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * When each target is asked: a first round soon after the start, then at its own stable place in
 * its interval. Not thread-safe; knows no clock.
 */
public final class Schedule {
    /** Within this time after the start every target is asked for the first time. */
    static final Duration FIRST_ROUNDS = Duration.ofSeconds(30);

    /** A round comes up to this part of the interval after its place: no two agents in step. */
    static final double JITTER = 0.05;

    // Some of the first 30 s is left for the conversation to begin in.
    private static final double FIRST_ROUNDS_SHARE = 0.8;

    private final PriorityQueue<Turn> turns = new PriorityQueue<>();
    private final Duration minInterval;
    private final RandomGenerator random;

    /**
     * One target's next round.
     *
     * @param target who
     * @param due when
     */
    public record Turn(Target target, Instant due) implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            return due.compareTo(other.due);
        }
    }

    /** What is known when a schedule is made: after a start nothing, after a reload all. */
    public record Known(
            Map<DomainName, Turn> turns,
            Function<DomainName, Optional<Instant>> asked,
            Function<DomainName, Instant> earliest) {
        static final Known NOTHING = new Known(Map.of(), _ -> Optional.empty(), _ -> Instant.EPOCH);
    }

    /**
     * A target of the schedule before keeps its turn, though it may come earlier with a shorter
     * interval. One that was asked by an earlier process has its turn at its own place: however
     * often the agent is started, no target is asked more often for it. The others come up soon.
     *
     * @param known the turns of the schedule before, when each target was last asked, and when it
     *     may be asked at the earliest
     */
    public Schedule(
            Collection<Target> targets,
            Duration minInterval,
            RandomGenerator random,
            Known known,
            Instant now) {
        this.minInterval = minInterval;
        this.random = random;
        for (Target target : targets) {
            Instant due = due(target, known, now);
            turns.add(new Turn(target, later(due, known.earliest().apply(target.domain()))));
        }
    }

    private Instant due(Target target, Known known, Instant now) {
        Optional<Instant> kept =
                Optional.ofNullable(known.turns().get(target.domain()))
                        .map(turn -> kept(turn, target, now));
        return kept.or(
                        () ->
                                known.asked()
                                        .apply(target.domain())
                                        .map(last -> next(target, bounded(target, last, now))))
                .orElseGet(() -> now.plus(firstDelay(target)));
    }

    private Instant kept(Turn turn, Target target, Instant now) {
        boolean same = turn.target().interval().equals(target.interval());
        Instant next = same ? turn.due() : next(target, now);
        return next.isBefore(turn.due()) ? next : turn.due();
    }

    /** After a long pause the targets come up in their places, not all at once. */
    private Instant bounded(Target target, Instant last, Instant now) {
        Instant horizon = now.minus(target.interval().multipliedBy(2));
        return last.isBefore(horizon) ? now.minus(minInterval) : last;
    }

    private static Duration firstDelay(Target target) {
        return scaled(FIRST_ROUNDS, place(target) * FIRST_ROUNDS_SHARE);
    }

    /** The next turn of each target. */
    public Map<DomainName, Turn> turns() {
        Map<DomainName, Turn> byDomain = new HashMap<>();
        turns.forEach(turn -> byDomain.put(turn.target().domain(), turn));
        return byDomain;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }

    /** The target is asked out of turn: its next turn is what it would be had it been its turn. */
    public void began(Target target, Instant now) {
        String domain = target.domain().ascii();
        boolean watched = turns.removeIf(turn -> turn.target().domain().ascii().equals(domain));
        if (watched) {
            turns.add(new Turn(target, next(target, now)));
        }
    }

    /** What is overdue comes up within the next seconds, as after a start, not all at once. */
    void spread(Instant now, MinIntervalGuard spacing) {
        replace(
                turn ->
                        turn.due().isAfter(now)
                                ? turn.due()
                                : later(
                                        now.plus(firstDelay(turn.target())),
                                        spacing.earliest(turn.target().domain(), minInterval)));
    }

    /** The clock was put by so much: everything is as far away as it was. */
    void shift(Duration by) {
        replace(turn -> turn.due().plus(by));
    }

    private void replace(Function<Turn, Instant> due) {
        List<Turn> before = List.copyOf(turns);
        turns.clear();
        before.forEach(turn -> turns.add(new Turn(turn.target(), due.apply(turn))));
    }

    /** Takes the target whose turn has come, and gives it its next turn. */
    public Optional<Turn> poll(Instant now) {
        Turn turn = turns.peek();
        if (turn == null || turn.due().isAfter(now)) {
            return Optional.empty();
        }
        turns.remove();
        turns.add(new Turn(turn.target(), next(turn.target(), now)));
        return Optional.of(turn);
    }

    /** When the next turn comes; empty: never. */
    public Optional<Instant> nextDue() {
        return Optional.ofNullable(turns.peek()).map(Turn::due);
    }

    /** The target's first place on the clock that leaves {@code minInterval} after {@code now}. */
    private Instant next(Target target, Instant now) {
        long interval = target.interval().toMillis();
        long offset = (long) (place(target) * interval);
        long earliest = now.plus(minInterval).toEpochMilli();
        long place = offset + Math.ceilDiv(earliest - offset, interval) * interval;
        return Instant.ofEpochMilli(place)
                .plus(scaled(target.interval(), JITTER * random.nextDouble()));
    }

    /** The target's place in its interval, 0 to 1: the same after every start. */
    private static double place(Target target) {
        // Fibonacci hashing spreads names that differ little.
        int mixed = target.domain().ascii().hashCode() * 0x9E3779B9;
        return (mixed >>> 1) / (double) (1L << 31);
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }
}
