package io.rcptwatch.watch;

import io.rcptwatch.target.Egress;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.ReplyClassifier;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What an engine works by; it never changes.
 *
 * @param targets what is watched
 * @param unlisted what becomes of a domain that is not watched when a caller asks about it
 * @param resolution how names are looked up
 * @param politeness what we allow ourselves
 * @param egress how to find out whether our own network lets us out
 * @param judge says what the answers mean
 * @param contact where people who are asked find us
 */
public record EngineSettings(
        List<Target> targets,
        AdHocPolicy unlisted,
        Resolution resolution,
        Politeness politeness,
        Egress egress,
        ReplyClassifier judge,
        Optional<URI> contact) {
    public EngineSettings {
        targets = List.copyOf(targets);
    }
}
