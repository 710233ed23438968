package io.rcptwatch.cli;

import io.rcptwatch.agent.Call;
import io.rcptwatch.agent.Observation;
import io.rcptwatch.agent.Round;
import io.rcptwatch.agent.SkipReason;
import io.rcptwatch.probe.Listener;
import java.io.IOException;

/** Shows a round to whoever ran {@code probe}. */
interface ProbeReport {
    /** Something is known without a conversation. */
    default void settled(Observation observation) {}

    /** A conversation begins; what is said in it goes to the listener. */
    default Listener begin(Call call) {
        return Listener.NONE;
    }

    /** The conversation is over. */
    default void end(Observation observation) {}

    /** The conversation is not held. */
    default void leftOut(SkipReason reason) {}

    /** The round is over. */
    void conclude(Round round) throws IOException;
}
