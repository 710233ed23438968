package io.rcptwatch;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Policies;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Target;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.target.TlsMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records as tests need them, where nothing but one or two of their parts matters. */
public final class Samples {
    public static final Identity IDENTITY =
            new Identity(
                    "default",
                    "probe.example.net",
                    new MailAddress("probe", "example.net"),
                    Optional.empty(),
                    List.of());

    public static final Timeouts TIMEOUTS =
            new Timeouts(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20));

    private Samples() {}

    /** A target at its mail hosts, with an interval of ten minutes. */
    public static Target target(String domain, HostPort... hosts) {
        return target(domain, Duration.ofMinutes(10), hosts);
    }

    public static Target target(String domain, Duration interval, HostPort... hosts) {
        return new Target(
                new DomainName(domain, domain),
                new MailAddress("postmaster", domain),
                interval,
                25,
                TlsMode.OPPORTUNISTIC,
                List.of(Family.IP4),
                List.of(IDENTITY),
                Set.of(Outcome.ACCEPTED),
                TIMEOUTS,
                5,
                new Policies(false, false),
                List.of(hosts));
    }

    /** Loopback may be contacted. */
    public static Politeness politeness(int perHost, int perProvider, int maxInFlight) {
        return new Politeness(Duration.ofSeconds(60), perHost, perProvider, maxInFlight, true);
    }
}
