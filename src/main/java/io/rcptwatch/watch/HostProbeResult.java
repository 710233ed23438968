package io.rcptwatch.watch;

/** What became of a call. */
public sealed interface HostProbeResult {
    /** A conversation was held. */
    record Probed(Observation observation) implements HostProbeResult {}

    /** None was. */
    record LeftOut(SkipReason reason) implements HostProbeResult {}
}
