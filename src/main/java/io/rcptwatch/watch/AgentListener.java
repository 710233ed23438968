package io.rcptwatch.watch;

import io.rcptwatch.limits.Greylists;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.time.Duration;
import java.util.List;

/** Hears what the agent finds out. Called from many threads at once; must be quick. */
public interface AgentListener {
    /** These are watched from now on, and no others; rounds of others may still end. */
    default void watching(List<Target> targets) {}

    /** The loop is alive: heard every second or oftener. */
    default void ticked() {}

    /** A round begins, so much later than it was due. */
    default void began(Target target, Duration lag) {}

    /** The provider of a target's best host is known, before anybody is asked. */
    default void routed(Target target, Provider provider) {}

    /**
     * The DNS was asked where a target's mail goes.
     *
     * @param provider who runs the best host that it led to; "other" where it led nowhere
     * @param took until the answer was there
     */
    default void lookedUp(Provider provider, Duration took) {}

    /**
     * A conversation begins as soon as everybody has heard so, or a question is answered without
     * one. Who has to write it down first may take a moment.
     */
    default void attempting(Target target, Provider provider, String identity) {}

    /** A conversation is over and judged. */
    default void observed(Observation observation) {}

    /** A conversation changed where we are greylisted. */
    default void greylisting(Observation observation, Greylists.News news) {}

    /** All conversations of a round are over. */
    default void finished(Round round) {}

    /** A round that was due, or a host that was to be asked, was left out. */
    default void skipped(Target target, SkipReason reason) {}
}
