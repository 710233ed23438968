package io.rcptwatch.agent;

import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Judge;
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
public record Settings(
        List<Target> targets,
        Unlisted unlisted,
        Resolution resolution,
        Politeness politeness,
        Judge judge,
        Optional<URI> contact) {
    public Settings {
        targets = List.copyOf(targets);
    }

    /** Whether names are looked up in the same way. */
    boolean asksTheSameDns(Settings other) {
        return resolution.equals(other.resolution)
                && politeness.allowPrivateAddresses() == other.politeness.allowPrivateAddresses();
    }
}
