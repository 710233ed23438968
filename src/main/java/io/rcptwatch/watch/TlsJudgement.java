package io.rcptwatch.watch;

import io.rcptwatch.dane.DaneResult;
import io.rcptwatch.smtp.TlsProblem;
import java.util.Optional;
import java.util.Set;

/**
 * How a host's TLS looks to a sender that honours what the receiver demands.
 *
 * @param policy what was demanded
 * @param problems everything that is wrong, by RFC 8460 result types
 * @param dane what came of DANE; empty: it was not asked, or no handshake was finished
 */
public record TlsJudgement(HostPolicy policy, Set<TlsProblem> problems, Optional<DaneResult> dane) {
    public TlsJudgement {
        problems = Set.copyOf(problems);
    }
}
