package io.rcptwatch;

import io.rcptwatch.target.Dnssec;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Policies;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Resolution;
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

    /** The system's resolvers, and no DNSSEC. */
    public static final Resolution RESOLUTION =
            new Resolution(List.of(), Dnssec.OFF, Optional.empty());

    private static final int OFTEN = 1_000_000_000;

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

    /** Loopback may be contacted, so many times at once, and as often as anybody likes. */
    public static Politeness politeness(int perHost, int perProvider, int maxInFlight) {
        return politeness(
                new Politeness.Allowance(perHost, OFTEN, OFTEN),
                new Politeness.Allowance(perProvider, OFTEN, OFTEN),
                new Politeness.Allowance(maxInFlight, OFTEN, OFTEN));
    }

    public static Politeness politeness(
            Politeness.Allowance perHost,
            Politeness.Allowance perProvider,
            Politeness.Allowance overall) {
        return new Politeness(
                Duration.ofSeconds(60),
                perHost,
                perProvider,
                overall,
                new Politeness.BackoffSettings(Duration.ofMinutes(5), Duration.ofHours(6)),
                List.of(Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(20)),
                true);
    }
}
