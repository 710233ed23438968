package io.rcptwatch.selfcheck;

import io.rcptwatch.dns.LoopbackDns;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.IdentityChecks;
import io.rcptwatch.target.MailAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An identity with which all is well but for what a test changes, and a look at it. */
final class Face {
    static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.10");
    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    static final Duration PATIENCE = Duration.ofMillis(300);

    private static final List<String> GOOD =
            List.of(
                    "10.2.0.192.in-addr.arpa. 60 IN PTR out.d.test.",
                    "out.d.test. 60 IN A 192.0.2.10",
                    "d.test. 60 IN MX 10 mx.d.test.",
                    "mx.d.test. 60 IN A 127.0.0.1",
                    "d.test. 60 IN TXT \"v=spf1 ip4:192.0.2.10 -all\"",
                    "_dmarc.d.test. 60 IN TXT \"v=DMARC1; p=reject\"");

    private Face() {}

    static Identity identity(String helo, String domain, InetAddress... external) {
        return new Identity(
                "default",
                helo,
                new MailAddress("probe", domain),
                Optional.empty(),
                List.of(external));
    }

    static Identity good() {
        return identity("out.d.test", "d.test", ADDRESS);
    }

    /** The good records, but those about that name and type, and these instead. */
    static String[] but(String name, String type, String... instead) {
        return Stream.concat(
                        GOOD.stream()
                                .filter(line -> !line.startsWith(name + ". 60 IN " + type + " ")),
                        Arrays.stream(instead))
                .toArray(String[]::new);
    }

    static String[] all() {
        return GOOD.toArray(String[]::new);
    }

    static IdentityCheckRun look(Identity identity, String... zone)
            throws IOException, InterruptedException {
        try (LoopbackDns dns = new LoopbackDns(zone)) {
            return examiner(dns).examine(vantage(identity));
        }
    }

    static IdentityChecker examiner(LoopbackDns dns) {
        return examiner(dns, new IdentityChecks(Duration.ofHours(1), List.of(), List.of()));
    }

    static IdentityChecker examiner(LoopbackDns dns, IdentityChecks settings) {
        return new IdentityChecker(
                dns.facts(PATIENCE), settings, _ -> Optional.empty(), InstantSource.fixed(NOW));
    }

    static CheckedIdentity vantage(Identity identity) {
        return new CheckedIdentity(identity, EnumSet.of(Family.IP4));
    }

    static CheckResult finding(IdentityCheckRun examination, IdentityCheck check) {
        return examination.findings().stream()
                .filter(finding -> finding.check() == check)
                .findFirst()
                .orElseThrow();
    }
}
