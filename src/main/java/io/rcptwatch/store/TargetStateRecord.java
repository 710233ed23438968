package io.rcptwatch.store;

import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.watch.KnownHosts;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.TargetState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A {@link TargetState} as it is kept, its latest round apart. */
record TargetStateRecord(String provider, Set<String> hosts, Map<String, TargetState.Marks> marks) {
    static TargetStateRecord of(TargetState standing) {
        return new TargetStateRecord(
                standing.provider().label(), standing.hosts(), standing.marks());
    }

    /** How the target stands then, as far as its identities are still the same. */
    TargetState about(Target target, Optional<Round> latest) {
        Map<String, TargetState.Marks> known = new HashMap<>();
        for (Identity identity : target.identities()) {
            known.put(identity.name(), marks.getOrDefault(identity.name(), TargetState.NEVER));
        }
        return new TargetState(
                target, true, new Provider(provider), latest, KnownHosts.named(hosts), known);
    }

    /** When anybody was last asked. */
    Optional<Instant> lastAttempt() {
        return marks.values().stream()
                .flatMap(mark -> mark.attempt().stream())
                .max(Instant::compareTo);
    }
}
