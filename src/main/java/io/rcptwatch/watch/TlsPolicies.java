package io.rcptwatch.watch;

import io.rcptwatch.dane.Dane;
import io.rcptwatch.dane.DaneLookup;
import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.dns.MailHost;
import io.rcptwatch.dns.Secured;
import io.rcptwatch.mtasts.MtaSts;
import io.rcptwatch.mtasts.StsState;
import io.rcptwatch.mtasts.TlsRpt;
import io.rcptwatch.target.Target;
import java.util.Optional;
import java.util.function.Function;

/** Finds out what receivers demand of their senders' TLS. Blocks. */
final class TlsPolicies {
    private final DnsClient facts;
    private final MtaSts mtaSts;
    private final Optional<DaneLookup> dane;

    /**
     * Asks with these.
     *
     * @param dane empty: DNSSEC is not to be relied on
     */
    TlsPolicies(DnsClient facts, MtaSts mtaSts, Optional<DaneLookup> dane) {
        this.facts = facts;
        this.mtaSts = mtaSts;
        this.dane = dane;
    }

    /**
     * What a domain says; empty where nobody wants to know. A mail host that the configuration
     * names in the DNS's stead is none of the domain's (RFC 8461 §5: policies are for MX hosts).
     */
    Optional<DomainPolicies> of(Target target) {
        if (!target.policies().mtaSts() || !target.hosts().isEmpty() || !startsTls(target)) {
            return Optional.empty();
        }
        String domain = target.domain().ascii();
        return Optional.of(new DomainPolicies(mtaSts.ask(domain), TlsRpt.ask(facts, domain)));
    }

    private static boolean startsTls(Target target) {
        return switch (target.tls()) {
            // RFC 7672 and RFC 8461 speak of STARTTLS at an MX.
            case NONE, IMPLICIT -> false;
            case OPPORTUNISTIC, REQUIRED -> true;
        };
    }

    /**
     * What is demanded of a target's hosts, one by one.
     *
     * @param mtaSts how it stands with the domain's policy; empty: nobody wants to know
     */
    Function<MailHost, HostPolicy> forHosts(Target target, Optional<StsState> mtaSts) {
        Optional<Function<MailHost, Dane>> said =
                dane.filter(_ -> target.policies().dane() && startsTls(target))
                        .map(lookup -> dane(lookup, target));
        return host -> {
            HostPolicy policy = HostPolicy.of(target.tls(), mtaSts, host.name());
            return said.map(s -> policy.under(s.apply(host))).orElse(policy);
        };
    }

    private static Function<MailHost, Dane> dane(DaneLookup lookup, Target target) {
        if (!target.hosts().isEmpty()) {
            return host -> lookup.host(host.name(), host.port(), target.families());
        }
        String domain = target.domain().ascii();
        Secured<String> mailHosts = lookup.mailHosts(domain);
        return host ->
                lookup.mailHost(domain, mailHosts, host.name(), host.port(), target.families());
    }
}
