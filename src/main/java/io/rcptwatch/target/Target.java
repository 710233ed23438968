package io.rcptwatch.target;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A domain that we watch, with everything that its probes need.
 *
 * @param domain the domain that mail is addressed to
 * @param recipient the mailbox named in RCPT TO
 * @param interval from one round to the next
 * @param port where the hosts that the DNS names listen
 * @param tls how much TLS matters
 * @param families the address families to try, each apart
 * @param identities who asks, each apart
 * @param expect the outcomes that count as success
 * @param timeouts how long each step may take
 * @param maxHosts how many mail hosts are asked at most, best preference first
 * @param policies which demands of the receiver's on TLS are honoured
 * @param hosts mail hosts to ask instead of those in the DNS, best first; empty: ask the DNS
 */
public record Target(
        DomainName domain,
        MailAddress recipient,
        Duration interval,
        int port,
        TlsMode tls,
        List<Family> families,
        List<Identity> identities,
        Set<Outcome> expect,
        Timeouts timeouts,
        int maxHosts,
        Policies policies,
        List<HostPort> hosts) {
    /** The same for another domain, asked about that recipient there. */
    public Target at(DomainName other, MailAddress there) {
        return new Target(
                other,
                there,
                interval,
                port,
                tls,
                families,
                identities,
                expect,
                timeouts,
                maxHosts,
                policies,
                hosts);
    }

    /** The same, asked about that recipient. */
    public Target withRecipient(MailAddress other) {
        return at(domain, other);
    }

    /** The same, asked about by that identity only. */
    public Target withIdentity(Identity only) {
        return new Target(
                domain,
                recipient,
                interval,
                port,
                tls,
                families,
                List.of(only),
                expect,
                timeouts,
                maxHosts,
                policies,
                hosts);
    }
}
