package io.rcptwatch.daemon;

import io.rcptwatch.config.Configuration;
import io.rcptwatch.dns.FactFinder;
import io.rcptwatch.identity.Examiner;
import io.rcptwatch.identity.IdentityWatch;
import io.rcptwatch.identity.Vantage;
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

    private static List<Vantage> vantages(Configuration configuration) {
        return Vantage.of(configuration.identities(), configuration.targets());
    }

    private Examiner examiner(Configuration configuration) {
        FactFinder dns =
                new FactFinder(
                        configuration.resolution().servers(),
                        LOOKUP,
                        configuration.politeness().allowPrivateAddresses());
        return new Examiner(dns, configuration.identityChecks(), LocalAddress::of, clock);
    }
}
