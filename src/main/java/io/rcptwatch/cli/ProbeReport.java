package io.rcptwatch.cli;

import io.rcptwatch.probe.Listener;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.HostProbe;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.SkipReason;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Shows a round to whoever ran {@code probe}. */
interface ProbeReport {
    /** Something is known without a conversation. */
    default void settled(Observation observation) {}

    /** A conversation begins; what is said in it goes to the listener. */
    default Listener begin(HostProbe call) {
        return Listener.NONE;
    }

    /** The conversation is over. */
    default void end(Observation observation) {}

    /** The conversation is not held. */
    default void leftOut(SkipReason reason) {}

    /** A running agent held the conversation, and tells of it. */
    default void told(Target target, Observation observation) {}

    /**
     * The round is over.
     *
     * @param since when the status of each identity began; empty where no agent remembers
     */
    void conclude(Target target, Round round, Map<String, Instant> since) throws IOException;
}
