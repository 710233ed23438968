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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps the {@link ExtraRounds} of the targets, and what their hosts said last. Thread-safe. */
public final class ProbePacer {
    private static final System.Logger LOG = System.getLogger(ProbePacer.class.getName());

    /** A call that waited for so much of its interval makes way for the next one. */
    private static final double SHARE_OF_INTERVAL = 0.9;

    private static final Duration TIDY = Duration.ofHours(1);

    private final ExtraRounds rhythm;
    private final InstantSource clock;
    private final Map<DomainName, Round> latest = new HashMap<>();
    private final Map<DomainName, Integer> queued = new HashMap<>();
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

    /** No others are watched any more. */
    synchronized void retain(Collection<DomainName> targets) {
        latest.keySet().retainAll(Set.copyOf(targets));
    }

    /** Whoever puts an unknown recipient right need not wait until the target is asked again. */
    synchronized void recipientChanged(DomainName target) {
        rhythm.slowdowns().remove(target);
    }

    /** Nobody watches it. */
    synchronized void forget(DomainName target) {
        latest.remove(target);
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

    /** A call waits for room. */
    Queue queue(HostProbe call) {
        return new Queue(call.target().domain());
    }

    /** About which targets somebody waits for room. */
    synchronized Set<DomainName> queued() {
        return Set.copyOf(queued.keySet());
    }

    /** The wait of a call, until its conversation begins, or until it is closed. */
    final class Queue implements AutoCloseable {
        private final DomainName target;
        private boolean over;

        private Queue(DomainName target) {
            this.target = target;
            synchronized (ProbePacer.this) {
                queued.merge(target, 1, Integer::sum);
            }
        }

        @Override
        public void close() {
            leave();
        }

        /** It begins. */
        void leave() {
            synchronized (ProbePacer.this) {
                if (!over) {
                    queued.computeIfPresent(target, (_, n) -> n > 1 ? n - 1 : null);
                    over = true;
                }
            }
        }
    }

    /** Takes an extra round that is due. */
    synchronized Optional<ExtraRound> poll() {
        Instant now = clock.instant();
        if (!now.isBefore(tidy)) {
            rhythm.forget(now);
            tidy = now.plus(TIDY);
        }
        return rhythm.poll(now);
    }

    /** An extra round could not begin: the target's round goes on. */
    synchronized void postpone(ExtraRound extra) {
        rhythm.postpone(extra, clock.instant());
    }

    /** When each target was last asked. */
    public synchronized Map<DomainName, Instant> lastAsked() {
        return rhythm.lastAsked();
    }

    /** Where we are greylisted. */
    public synchronized Collection<GreylistWait> greylisted() {
        return rhythm.greylists().greylisted();
    }

    /** Where we were let in after a wait, and when last. */
    public synchronized Map<GreylistKey, Instant> letIn() {
        return rhythm.greylists().letIn();
    }

    /** Goes on where another run ended; before the agent is made. */
    public synchronized void restore(
            Map<DomainName, Instant> lastAsked,
            Collection<GreylistWait> greylisted,
            Map<GreylistKey, Instant> letIn) {
        rhythm.restore(lastAsked);
        rhythm.greylists().restore(greylisted, letIn);
    }

    /**
     * Goes on where another run ended; before the agent is made.
     *
     * @param rounds the latest one of each target: what it says stands until its hosts are asked
     */
    public synchronized void restore(
            Collection<Round> rounds, Map<DomainName, UnknownRecipientBackoff.Slowed> slowed) {
        rounds.forEach(round -> latest.put(round.domain(), round));
        rhythm.slowdowns().restore(slowed);
    }

    /** How urgent the target's calls are. */
    synchronized QueuePriority patience(Target target) {
        long millis = (long) (target.interval().toMillis() * SHARE_OF_INTERVAL);
        return new QueuePriority(
                rhythm.lastAsked(target.domain()), Duration.ofMillis(millis), target.interval());
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
        rhythm.asked(call.target().domain(), now);
        return rhythm.heard(triplet(call), observation.verdict().outcome(), now);
    }

    /** What the hosts of these calls, which were left out, said last. */
    synchronized List<Observation> kept(Target target, Collection<HostProbe> calls) {
        Optional<Round> before = Optional.ofNullable(latest.get(target.domain()));
        return before.stream()
                .flatMap(round -> round.observations().stream())
                .filter(observation -> calls.stream().anyMatch(call -> isAbout(observation, call)))
                .toList();
    }

    private static boolean isAbout(Observation observation, HostProbe call) {
        return observation.identity().equals(call.identity().name())
                && observation.mx().equals(Optional.of(call.host().label()))
                && observation.family().equals(Optional.of(call.family()));
    }

    /** A round is over. */
    synchronized void finished(
            Target target, Round round, Collection<HostProbe> calls, RoundTrigger occasion) {
        Optional<Round> before = Optional.ofNullable(latest.put(target.domain(), round));
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
                            + ": the recipient is unknown: asked only once in "
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
