package io.rcptwatch.watch;

import io.rcptwatch.dane.Dane;
import io.rcptwatch.dane.DaneResult;
import io.rcptwatch.smtp.TlsProblem;
import java.util.Optional;
import java.util.Set;

/**
 * How a host's TLS looks to a sender that honours what the receiver demands.
 *
 * @param demander who has the last word
 * @param dane what DANE says of the host; empty: it was not asked
 * @param listed whether the domain's MTA-STS policy lists the host
 * @param problems everything that is wrong, by RFC 8460 result types
 * @param result what came of DANE; empty: it was not asked, or no handshake was finished
 */
public record TlsJudgement(
        HostPolicy.Demander demander,
        Optional<Dane> dane,
        boolean listed,
        Set<TlsProblem> problems,
        Optional<DaneResult> result) {
    public TlsJudgement {
        problems = Set.copyOf(problems);
    }
}
