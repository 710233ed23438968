package io.rcptwatch.watch;

import io.rcptwatch.dns.MailHost;
import io.rcptwatch.limits.LimitKey;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * One conversation that is to be held.
 *
 * @param target about what
 * @param identity as whom
 * @param host with whom
 * @param provider who runs the host
 * @param policy what is demanded of the host's TLS
 * @param family over which addresses
 * @param addresses the host's addresses of that family, at least one
 */
public record HostProbe(
        Target target,
        Identity identity,
        MailHost host,
        Provider provider,
        HostPolicy policy,
        Family family,
        List<InetAddress> addresses) {
    /** For whose limits a conversation with its first address counts. */
    public LimitKey limitKey() {
        return limitKey(addresses.getFirst());
    }

    LimitKey limitKey(InetAddress address) {
        return new LimitKey(identity.name(), address, provider);
    }

    /** Whether that observation is of the same identity, host and family. */
    boolean isOf(Observation observation) {
        return observation.identity().equals(identity.name())
                && observation.mx().equals(Optional.of(host.label()))
                && observation.family().equals(Optional.of(family));
    }
}
