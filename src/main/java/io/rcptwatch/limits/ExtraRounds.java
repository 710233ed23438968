package io.rcptwatch.limits;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Politeness;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What makes a target's rounds come more often or more seldom than its interval says: greylisting,
 * a change of its status, an unknown recipient. Not thread-safe; knows no clock.
 */
public final class ExtraRounds {
    private final Greylists greylists;
    private final UnknownRecipientBackoff slowdowns = new UnknownRecipientBackoff();
    private final Map<DomainName, ExtraRound> extras = new HashMap<>();
    private final TreeSet<ExtraRound> queue = new TreeSet<>();
    private Politeness politeness;

    /** Every target has its regular rounds only. */
    public ExtraRounds(Politeness politeness) {
        this.politeness = politeness;
        greylists = new Greylists(() -> this.politeness.greylistRetries());
    }

    /** From now on that politeness holds. */
    public void allow(Politeness other) {
        politeness = other;
    }

    /** Where we are greylisted. */
    public Greylists greylists() {
        return greylists;
    }

    /** Who is asked more seldom. */
    public UnknownRecipientBackoff slowdowns() {
        return slowdowns;
    }

    /**
     * A round is over.
     *
     * @param occasion why it was held
     * @param triplets everybody who asks whom about the target
     * @param unknown whether a host does not know the recipient, and should
     * @param changed whether the status is not what it was before
     * @param interval from one regular round to the next
     * @return the factor that the target's interval has from now on
     */
    public int finished(
            DomainName target,
            RoundTrigger occasion,
            Collection<GreylistKey> triplets,
            boolean unknown,
            boolean changed,
            Duration interval,
            Instant now) {
        Optional<Instant> retry = greylists.nextTry(triplets, now);
        if (retry.isPresent()) {
            plan(
                    target,
                    later(retry.get(), now.plus(politeness.minInterval())),
                    RoundTrigger.RETRY);
        } else if (changed && !unknown && worthwhile(occasion, interval)) {
            plan(target, now.plus(politeness.minInterval()), RoundTrigger.RECHECK);
        }
        return slowdowns.heard(target, unknown);
    }

    /** Never twice in a row, and not where the regular round comes as soon. */
    private boolean worthwhile(RoundTrigger occasion, Duration interval) {
        return occasion != RoundTrigger.RECHECK
                && interval.compareTo(politeness.minInterval().multipliedBy(2)) > 0;
    }

    private void plan(DomainName target, Instant due, RoundTrigger occasion) {
        ExtraRound extra = new ExtraRound(target, due, occasion);
        Optional.ofNullable(extras.put(target, extra)).ifPresent(queue::remove);
        queue.add(extra);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Takes an extra round that is due. */
    public Optional<ExtraRound> poll(Instant now) {
        Optional<ExtraRound> next = next().filter(extra -> !extra.due().isAfter(now));
        next.ifPresent(extra -> extras.remove(extra.domain()));
        next.ifPresent(queue::remove);
        return next;
    }

    /** An extra round that was due could not begin: the target's round goes on. */
    public void postpone(ExtraRound extra, Instant now) {
        plan(extra.domain(), now.plus(politeness.minInterval()), extra.occasion());
    }

    /** The next extra round. */
    public Optional<ExtraRound> next() {
        return queue.isEmpty() ? Optional.empty() : Optional.of(queue.first());
    }

    /** One conversation of a round is over. */
    public Optional<Greylists.News> heard(GreylistKey triplet, Outcome outcome, Instant now) {
        return greylists.heard(triplet, outcome, now);
    }

    /** Drops what is long over. */
    public void forget(Instant now) {
        greylists.forget(now);
    }
}
