package io.rcptwatch.watch;

import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
}
