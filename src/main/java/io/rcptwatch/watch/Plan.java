package io.rcptwatch.watch;

import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a round is going to do, once the DNS has answered.
 *
 * @param target about what
 * @param provider who runs the best host
 * @param hosts all the mail hosts of the domain, by their names with port
 * @param calls the conversations to hold
 * @param settled what is known without asking anybody
 * @param policies what the domain says about TLS; empty: nobody wanted to know
 * @param lookup how the DNS was asked
 */
public record Plan(
        Target target,
        Provider provider,
        Set<String> hosts,
        List<HostProbe> calls,
        List<Observation> settled,
        Optional<DomainPolicies> policies,
        DnsTiming lookup) {
    /** Whose hosts the DNS led to; nobody's where it led nowhere. */
    Provider routedTo() {
        return hosts.isEmpty() ? Provider.OTHER : provider;
    }

    /**
     * What the plan comes to.
     *
     * @param held the conversations that were held
     * @param kept what is known from earlier rounds of those that were not
     */
    public Round conclude(
            Collection<Observation> held, Collection<Observation> kept, Instant finishedAt) {
        List<Observation> all =
                Stream.of(settled, held, kept).<Observation>flatMap(Collection::stream).toList();
        Map<String, Status> statuses = new HashMap<>();
        for (Identity identity : target.identities()) {
            if (isKnown(identity, all)) {
                statuses.put(
                        identity.name(), Round.domainStatus(all, target, identity.name()).status());
            }
        }
        return new Round(
                target.domain(),
                provider,
                hosts,
                all,
                statuses,
                policies,
                lookup.startedAt(),
                finishedAt);
    }

    /** An identity that could ask no host yet, though there are hosts, knows nothing. */
    private boolean isKnown(Identity identity, List<Observation> all) {
        return all.stream().anyMatch(o -> o.identity().equals(identity.name()))
                || calls.stream().noneMatch(call -> call.identity().equals(identity));
    }

    /** What the hosts said in an earlier round that these conversations would have asked now. */
    static List<Observation> kept(Optional<Round> before, Collection<HostProbe> left) {
        return before.stream()
                .flatMap(round -> round.observations().stream())
                .filter(observation -> left.stream().anyMatch(call -> call.isOf(observation)))
                .toList();
    }
}
