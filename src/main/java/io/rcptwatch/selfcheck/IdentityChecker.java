package io.rcptwatch.selfcheck;

import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.spf.Spf;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.IdentityChecks;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Looks at an identity as a careful receiver does. Asks the DNS only. */
public final class IdentityChecker {
    private static final Duration SPF_LIMIT = Duration.ofSeconds(60);
    private static final List<IdentityCheck> ABOUT_ADDRESSES =
            List.of(IdentityCheck.PTR, IdentityCheck.FCRDNS, IdentityCheck.HELO, IdentityCheck.SPF);

    private final Function<Family, Optional<InetAddress>> local;
    private final ReverseNames reverse;
    private final HeloName helo;
    private final SenderDomain sender;
    private final SpfPermission spf;
    private final DmarcPolicy dmarc;
    private final Blocklists blocklists;
    private final InstantSource clock;

    /**
     * Looks with these means.
     *
     * @param local the address that the system connects from, by family; empty: it cannot
     */
    public IdentityChecker(
            DnsClient dns,
            IdentityChecks settings,
            Function<Family, Optional<InetAddress>> local,
            InstantSource clock) {
        this.local = local;
        this.reverse = new ReverseNames(dns);
        this.helo = new HeloName(dns);
        this.sender = new SenderDomain(dns);
        this.spf = new SpfPermission(new Spf(dns, SPF_LIMIT));
        this.dmarc = new DmarcPolicy(dns);
        this.blocklists = new Blocklists(dns, settings);
        this.clock = clock;
    }

    /** The DNS lists that it asks, as they may be shown. */
    List<String> lists() {
        return blocklists.shown();
    }

    /** Takes one look; it may take a minute or two where the DNS is slow. */
    IdentityCheckRun examine(CheckedIdentity vantage) throws InterruptedException {
        Identity identity = vantage.identity();
        OwnAddresses own = OwnAddresses.of(vantage, local);
        List<CheckResult> findings = new ArrayList<>(own.findings());
        if (own.known().isEmpty()) {
            ABOUT_ADDRESSES.forEach(
                    c -> findings.add(CheckResult.unknown(c, "our address is unknown")));
        }
        for (InetAddress address : own.known()) {
            checks(identity, address).map(f -> f.about(address)).forEach(findings::add);
        }
        String domain = identity.mailFrom().domain();
        findings.add(sender.check(domain));
        findings.add(dmarc.check(domain));
        return new IdentityCheckRun(
                own.known(), findings, blocklists.ask(identity, own.known()), clock.instant());
    }

    private Stream<CheckResult> checks(Identity identity, InetAddress address) {
        return Stream.concat(
                reverse.check(address).stream(),
                Stream.of(helo.check(identity.helo(), address), spf.check(identity, address)));
    }
}
