package io.rcptwatch.watch;

import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.ReplyClassifier;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the agent works by, until it is told otherwise.
 *
 * @param targets what is watched
 * @param unlisted what becomes of a domain that is not watched when somebody asks about it
 * @param resolution how names are looked up
 * @param politeness what we allow ourselves
 * @param judge says what the answers mean
 * @param contact where somebody who is asked finds us
 */
public record AgentSettings(
        List<Target> targets,
        AdHocPolicy unlisted,
        Resolution resolution,
        Politeness politeness,
        ReplyClassifier judge,
        Optional<URI> contact) {
    public AgentSettings {
        targets = List.copyOf(targets);
    }

    /** Whether names are looked up in the same way. */
    boolean asksTheSameDns(AgentSettings other) {
        return resolution.equals(other.resolution)
                && politeness.allowPrivateAddresses() == other.politeness.allowPrivateAddresses();
    }
}
