package io.rcptwatch.watch;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.HostResult;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Verdict;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * One judged conversation with one host, over one family, as one identity.
 *
 * @param domain what was asked about
 * @param identity who asked
 * @param provider who runs the host
 * @param mx the host, with its port where that is not 25; empty where there is no host
 * @param preference the host's preference, 0 where there is no host
 * @param family the address family; empty where there is no host
 * @param address the address that was contacted last
 * @param conversation what was said
 * @param verdict what it means
 * @param tls how the host's TLS looks, by what was demanded of it
 * @param finishedAt when it ended
 */
public record Observation(
        DomainName domain,
        String identity,
        Provider provider,
        Optional<String> mx,
        int preference,
        Optional<Family> family,
        Optional<InetAddress> address,
        Conversation conversation,
        Verdict verdict,
        TlsJudgement tls,
        Instant finishedAt) {
    /** Whether the outcome is one that the target expects. */
    public boolean success(Target target) {
        return target.expect().contains(verdict.outcome());
    }

    /** The same about a domain that is written like this. */
    public Observation of(DomainName spelled) {
        return new Observation(
                spelled,
                identity,
                provider,
                mx,
                preference,
                family,
                address,
                conversation,
                verdict,
                tls,
                finishedAt);
    }

    /** As far as the domain's status depends on it. */
    HostResult hostResult(Target target) {
        return HostResult.of(preference, family, verdict, success(target));
    }
}
