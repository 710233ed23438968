package io.rcptwatch.watch;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.DomainStatus;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All observations of one target in one round.
 *
 * @param domain what was asked about
 * @param provider who runs the best host
 * @param hosts the mail hosts of the domain, all of them, by their names with port; empty where
 *     there are none or where the DNS failed
 * @param observations one for each host, family and identity
 * @param statuses by identity
 * @param policies what the domain says about TLS; empty: nobody wanted to know
 * @param startedAt when it began
 * @param finishedAt when the last conversation ended
 */
public record Round(
        DomainName domain,
        Provider provider,
        Set<String> hosts,
        List<Observation> observations,
        Map<String, Status> statuses,
        Optional<DomainPolicies> policies,
        Instant startedAt,
        Instant finishedAt) {
    public Round {
        hosts = Set.copyOf(hosts);
        observations = List.copyOf(observations);
        statuses = Map.copyOf(statuses);
    }

    /** The same, as far as one of these identities asked. */
    public Round heardBy(Set<String> identities) {
        return new Round(
                domain,
                provider,
                hosts,
                observations.stream().filter(o -> identities.contains(o.identity())).toList(),
                statuses.entrySet().stream()
                        .filter(e -> identities.contains(e.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                policies,
                startedAt,
                finishedAt);
    }

    /** The same about a domain that is written like this. */
    public Round of(DomainName spelled) {
        return new Round(
                spelled,
                provider,
                hosts,
                observations.stream().map(observation -> observation.of(spelled)).toList(),
                statuses,
                policies,
                startedAt,
                finishedAt);
    }

    /** Why the status of that identity is what it is, for people; empty: it tells by itself. */
    public Optional<String> statusReason(Target target, String identity) {
        return domainStatus(observations, target, identity).reason();
    }

    static DomainStatus domainStatus(
            List<Observation> observations, Target target, String identity) {
        return DomainStatus.of(
                observations.stream()
                        .filter(observation -> observation.identity().equals(identity))
                        .map(observation -> observation.hostResult(target))
                        .toList());
    }
}
