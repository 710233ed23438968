package io.rcptwatch.watch;

import io.rcptwatch.limits.Greylists;
import io.rcptwatch.verdict.Provider;
import java.time.Duration;

/** Something that happened to a target: the only way to change its state. */
public sealed interface LedgerEntry {
    /** The configuration lists the target, from now on like this. */
    record Listed() implements LedgerEntry {}

    /** The configuration no longer lists the target; a round of it may still end. */
    record Delisted() implements LedgerEntry {}

    /**
     * A regular round begins.
     *
     * @param late how long after it was due
     */
    record Began(Duration late) implements LedgerEntry {}

    /**
     * The DNS was asked where the target's mail goes.
     *
     * @param provider who runs the best host that it led to; "other" if it led to no host
     * @param took until the answer was there
     */
    record LookedUp(Provider provider, Duration took) implements LedgerEntry {}

    /** The provider of the best host is known, before any host is asked. */
    record Routed(Provider provider) implements LedgerEntry {}

    /**
     * A conversation begins as soon as this is written down, or a question is answered without one.
     */
    record Attempt(Provider provider, String identity) implements LedgerEntry {}

    /** A conversation is over and judged. */
    record Observed(Observation observation) implements LedgerEntry {}

    /** A conversation changed whether its host greylists us. */
    record Greylisting(Provider provider, Greylists.News news) implements LedgerEntry {}

    /** All conversations of a round are over. */
    record Finished(Round round) implements LedgerEntry {}

    /** A round that was due, or a host that was to be asked, was left out. */
    record Skipped(SkipReason reason) implements LedgerEntry {}
}
