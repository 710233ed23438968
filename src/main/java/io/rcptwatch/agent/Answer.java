package io.rcptwatch.agent;

/** What became of a call. */
public sealed interface Answer {
    /** A conversation was held. */
    record Held(Observation observation) implements Answer {}

    /** None was. */
    record LeftOut(SkipReason reason) implements Answer {}
}
