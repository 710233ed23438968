package io.rcptwatch.app;

import io.rcptwatch.config.Configuration;
import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.selfcheck.CheckedIdentity;
import io.rcptwatch.selfcheck.IdentityChecker;
import io.rcptwatch.selfcheck.IdentityWatch;
import io.rcptwatch.wire.LocalAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Has our identities looked at as the configuration says. */
final class OwnIdentities {
    private static final Duration LOOKUP = Duration.ofSeconds(15);

    private final InstantSource clock;
    private final IdentityWatch watch;

    OwnIdentities(Configuration configuration, InstantSource clock) {
        this.clock = clock;
        this.watch =
                new IdentityWatch(
                        vantages(configuration),
                        examiner(configuration),
                        configuration.identityChecks().interval());
    }

    IdentityWatch watch() {
        return watch;
    }

    /** Looks anew where anything is different that matters: each look asks many DNS servers. */
    void renew(Configuration before, Configuration now) {
        boolean same =
                vantages(before).equals(vantages(now))
                        && before.identityChecks().equals(now.identityChecks())
                        && before.resolution().equals(now.resolution());
        if (!same) {
            watch.renew(vantages(now), examiner(now), now.identityChecks().interval());
        }
    }

    private static List<CheckedIdentity> vantages(Configuration configuration) {
        return CheckedIdentity.of(configuration.identities(), configuration.targets());
    }

    private IdentityChecker examiner(Configuration configuration) {
        DnsClient dns =
                new DnsClient(
                        configuration.resolution().servers(),
                        LOOKUP,
                        configuration.politeness().allowPrivateAddresses());
        return new IdentityChecker(dns, configuration.identityChecks(), LocalAddress::of, clock);
    }
}
