package io.rcptwatch.state;

import io.rcptwatch.agent.KnownHosts;
import io.rcptwatch.agent.Round;
import io.rcptwatch.agent.Standing;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A {@link Standing} as it is kept, its latest round apart. */
record StandingRecord(String provider, Set<String> hosts, Map<String, Standing.Marks> marks) {
    static StandingRecord of(Standing standing) {
        return new StandingRecord(standing.provider().label(), standing.hosts(), standing.marks());
    }

    /** How the target stands then, as far as its identities are still the same. */
    Standing about(Target target, Optional<Round> latest) {
        Map<String, Standing.Marks> known = new HashMap<>();
        for (Identity identity : target.identities()) {
            known.put(identity.name(), marks.getOrDefault(identity.name(), Standing.NEVER));
        }
        return new Standing(target, new Provider(provider), latest, KnownHosts.named(hosts), known);
    }

    /** When anybody was last asked. */
    Optional<Instant> lastAttempt() {
        return marks.values().stream()
                .flatMap(mark -> mark.attempt().stream())
                .max(Instant::compareTo);
    }
}
