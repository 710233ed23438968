package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.WARNING;

import io.rcptwatch.limits.ExtraRound;
import io.rcptwatch.limits.ExtraRounds;
import io.rcptwatch.limits.GreylistKey;
import io.rcptwatch.limits.GreylistWait;
import io.rcptwatch.limits.Greylists;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.limits.RoundTrigger;
import io.rcptwatch.limits.UnknownRecipientBackoff;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the {@link ExtraRounds} of the targets. Thread-safe; for the life of the process. */
public final class ProbePacer {
    private static final System.Logger LOG = System.getLogger(ProbePacer.class.getName());

    /** A conversation that waited for so much of its interval makes way for the next one. */
    private static final double SHARE_OF_INTERVAL = 0.9;

    private static final Duration TIDY = Duration.ofHours(1);

    private final ExtraRounds rhythm;
    private final InstantSource clock;
    private Instant tidy = Instant.MIN;

    /**
     * Nothing is known yet.
     *
     * @param clock one that nobody sets
     */
    public ProbePacer(Politeness politeness, InstantSource clock) {
        this.rhythm = new ExtraRounds(politeness);
        this.clock = clock;
    }

    /** From now on that politeness holds. */
    public synchronized void allow(Politeness politeness) {
        rhythm.allow(politeness);
    }

    /** Whoever puts an unknown recipient right need not wait until the target is asked again. */
    synchronized void recipientChanged(DomainName target) {
        rhythm.slowdowns().remove(target);
    }

    /** It is not watched. */
    synchronized void forget(DomainName target) {
        rhythm.slowdowns().remove(target);
    }

    /** Whether a regular round that is due is to be left out. */
    synchronized boolean leavesOut(Target target) {
        return rhythm.slowdowns().leavesOut(target.domain());
    }

    /** In how many intervals the target is asked once. */
    public synchronized int factor(Target target) {
        return rhythm.slowdowns().factor(target.domain());
    }

    /** Which targets are asked more seldom than their interval says. */
    public synchronized Map<DomainName, UnknownRecipientBackoff.Slowed> slowed() {
        return rhythm.slowdowns().all();
    }

    /** Takes the extra rounds that are due. */
    public synchronized List<ExtraRound> due() {
        Instant now = clock.instant();
        if (!now.isBefore(tidy)) {
            rhythm.forget(now);
            tidy = now.plus(TIDY);
        }
        List<ExtraRound> due = new ArrayList<>();
        for (var extra = rhythm.poll(now); extra.isPresent(); extra = rhythm.poll(now)) {
            due.add(extra.get());
        }
        return due;
    }

    /** How long no extra round is due, at most a day. */
    synchronized Duration untilNext() {
        Duration left =
                rhythm.next()
                        .map(extra -> Duration.between(clock.instant(), extra.due()))
                        .orElse(Duration.ofDays(1));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** An extra round could not begin: the target's round goes on. */
    synchronized void postpone(ExtraRound extra) {
        rhythm.postpone(extra, clock.instant());
    }

    /** Where we are greylisted. */
    public synchronized Collection<GreylistWait> greylisted() {
        return rhythm.greylists().greylisted();
    }

    /** Where we were let in after a wait, and when last. */
    public synchronized Map<GreylistKey, Instant> letIn() {
        return rhythm.greylists().letIn();
    }

    /** Goes on where another run ended; before any engine is made. */
    public synchronized void restore(
            Map<DomainName, UnknownRecipientBackoff.Slowed> slowed,
            Collection<GreylistWait> greylisted,
            Map<GreylistKey, Instant> letIn) {
        rhythm.slowdowns().restore(slowed);
        rhythm.greylists().restore(greylisted, letIn);
    }

    /**
     * How urgent the target's conversations are.
     *
     * @param lastAttempt when the target was last asked; empty: never
     */
    static QueuePriority priority(Target target, Optional<Instant> lastAttempt) {
        long millis = (long) (target.interval().toMillis() * SHARE_OF_INTERVAL);
        return new QueuePriority(
                lastAttempt.orElse(Instant.MIN), Duration.ofMillis(millis), target.interval());
    }

    /** Whether a call is part of such a round. */
    synchronized boolean belongs(HostProbe call, RoundTrigger occasion) {
        return occasion != RoundTrigger.RETRY || rhythm.greylists().isGreylisted(triplet(call));
    }

    /** Whether it is too early to come again where we are greylisted. */
    synchronized boolean tooEarly(HostProbe call) {
        return rhythm.greylists().mustWait(triplet(call), clock.instant());
    }

    /** A conversation was held. */
    synchronized Optional<Greylists.News> heard(HostProbe call, Observation observation) {
        Instant now = clock.instant();
        return rhythm.heard(triplet(call), observation.verdict().outcome(), now);
    }

    /** A round is over; before it there was that one. */
    synchronized void finished(
            Target target,
            Optional<Round> before,
            Round round,
            Collection<HostProbe> calls,
            RoundTrigger occasion) {
        int slow = rhythm.slowdowns().factor(target.domain());
        int factor =
                rhythm.finished(
                        target.domain(),
                        occasion,
                        calls.stream().map(ProbePacer::triplet).toList(),
                        round.observations().stream().anyMatch(o -> recipientUnknown(o, target)),
                        before.isPresent() && changed(before.get(), round),
                        target.interval(),
                        clock.instant());
        if (factor != slow && factor > 1) {
            LOG.log(
                    WARNING,
                    target.domain()
                            + ": the recipient is unknown: probing only once in "
                            + factor
                            + " intervals");
        }
    }

    private static boolean recipientUnknown(Observation observation, Target target) {
        return observation.verdict().outcome() == Outcome.RECIPIENT_UNKNOWN
                && !observation.success(target);
    }

    private static boolean changed(Round before, Round after) {
        return after.statuses().entrySet().stream()
                .anyMatch(
                        now -> {
                            Status then = before.statuses().get(now.getKey());
                            return then != null && then != now.getValue();
                        });
    }

    private static GreylistKey triplet(HostProbe call) {
        return new GreylistKey(
                call.identity().name(),
                call.identity().mailFrom().toString(),
                call.target().recipient().toString(),
                call.host().label() + " " + call.family().label());
    }
}
