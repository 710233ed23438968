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

    private final Configuration configuration;
    private final IdentityWatch watch;

    OwnIdentities(Configuration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.watch =
                new IdentityWatch(
                        vantages(configuration),
                        examiner(configuration, clock),
                        configuration.identityChecks().interval());
    }

    /** Those of another configuration: the same if nothing is different that matters to them. */
    OwnIdentities by(Configuration next, InstantSource clock) {
        boolean same =
                vantages(configuration).equals(vantages(next))
                        && configuration.identityChecks().equals(next.identityChecks())
                        && configuration.resolution().equals(next.resolution());
        return same ? this : new OwnIdentities(next, clock);
    }

    IdentityWatch watch() {
        return watch;
    }

    void start() {
        watch.start();
    }

    void close() {
        watch.close();
    }

    private static List<CheckedIdentity> vantages(Configuration configuration) {
        return CheckedIdentity.of(configuration.identities(), configuration.targets());
    }

    private static IdentityChecker examiner(Configuration configuration, InstantSource clock) {
        DnsClient dns =
                new DnsClient(
                        configuration.resolution().servers(),
                        LOOKUP,
                        configuration.politeness().allowPrivateAddresses());
        return new IdentityChecker(dns, configuration.identityChecks(), LocalAddress::of, clock);
    }
}
