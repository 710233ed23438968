package io.rcptwatch.store;

import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.DomainPolicies;
import io.rcptwatch.watch.Round;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A {@link Round} as it is kept: without the target, which the configuration knows. */
record RoundRecord(
        String provider,
        Set<String> hosts,
        List<ObservationRecord> observations,
        Map<String, Status> statuses,
        Optional<DomainPolicies> policies,
        Instant startedAt,
        Instant finishedAt) {
    static RoundRecord of(Round round) {
        return new RoundRecord(
                round.provider().label(),
                round.hosts(),
                round.observations().stream().map(ObservationRecord::of).toList(),
                round.statuses(),
                round.policies(),
                round.startedAt(),
                round.finishedAt());
    }

    /** The round, as far as the target's identities are still the same. */
    Round about(Target target) {
        Set<String> asking =
                target.identities().stream().map(Identity::name).collect(Collectors.toSet());
        return new Round(
                target,
                new Provider(provider),
                hosts,
                observations.stream()
                        .filter(observation -> asking.contains(observation.identity()))
                        .map(observation -> observation.about(target))
                        .toList(),
                statuses.entrySet().stream()
                        .filter(status -> asking.contains(status.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                policies,
                startedAt,
                finishedAt);
    }
}
