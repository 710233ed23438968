package io.rcptwatch.peers;

import static io.rcptwatch.wire.TestCertificates.dns;

import io.rcptwatch.dane.TlsaData;
import io.rcptwatch.peers.SignedZones.Security;
import io.rcptwatch.peers.SignedZones.Zone;
import io.rcptwatch.wire.TestCertificates;
import io.rcptwatch.wire.TestCertificates.Holder;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Zones with each kind of TLSA records, signed and served for real, and a validating resolver.
 *
 * @param chain of the host that the good records mean, its authority's certificate last
 */
record DaneWorld(SignedZones zones, Unbound unbound, List<X509Certificate> chain)
        implements AutoCloseable {
    private static final InetAddress SERVER = InetAddress.ofLiteral("127.0.26.1");
    private static final Duration MONTH = Duration.ofDays(30);

    static DaneWorld start(Path knot, Path unbound) throws Exception {
        Holder authority = TestCertificates.authority();
        Holder host = TestCertificates.host(authority, MONTH, dns("mx-ta.good.test"));
        SignedZones zones =
                SignedZones.start(knot, SERVER, zones(host.certificate(), authority.certificate()));
        return new DaneWorld(
                zones,
                Unbound.start(unbound, zones),
                List.of(host.certificate(), authority.certificate()));
    }

    private static List<Zone> zones(X509Certificate host, X509Certificate authority)
            throws Exception {
        String right = TlsaData.text(3, 1, 1, host);
        Presigned expired =
                Presigned.until(
                        Instant.now().minus(Duration.ofHours(1)), "expired.test.", records(right));
        Presigned forged =
                Presigned.until(Instant.now().plus(MONTH), "forged.test.", records(right));
        return List.of(
                new Zone("test.", Security.SIGNED, List.of(expired.ds(), forged.ds())),
                new Zone(
                        "good.test.",
                        Security.SIGNED,
                        good(right, TlsaData.text(2, 0, 1, authority))),
                new Zone("broken.test.", Security.WRONG_DS, records(right)),
                new Zone("insecure.test.", Security.UNSIGNED, records(right)),
                new Zone("expired.test.", Security.UNSIGNED, expired.records()),
                new Zone("forged.test.", Security.UNSIGNED, forge(forged)));
    }

    /** The data of the TLSA record is another than that which was signed. */
    private static List<String> forge(Presigned zone) {
        return zone.records().stream()
                .map(
                        line ->
                                line.replaceFirst(
                                        "(?s)TLSA\\s+3 1 1 .*", "TLSA 3 1 1 " + "ab".repeat(32)))
                .toList();
    }

    private static List<String> records(String tlsa) {
        return List.of("@ MX 10 mx", "mx A 127.0.0.1", "mx AAAA ::1", "_25._tcp.mx " + tlsa);
    }

    private static List<String> good(String right, String ta) {
        return Stream.concat(
                        Stream.of("ee", "ta", "other", "unusable", "absent", "alias", "own-alias")
                                .map(name -> "@ MX 10 mx-" + name),
                        Stream.of(
                                "@ MX 20 mx.insecure.test.",
                                "@ MX 20 mx-lost",
                                "mx-ee A 127.0.0.1",
                                "_25._tcp.mx-ee " + right,
                                "mx-ta A 127.0.0.1",
                                "_25._tcp.mx-ta " + ta,
                                "mx-other A 127.0.0.1",
                                "_25._tcp.mx-other TLSA 3 1 1 " + "ab".repeat(32),
                                "mx-unusable A 127.0.0.1",
                                "_25._tcp.mx-unusable TLSA 1 1 1 " + "ab".repeat(32),
                                "_25._tcp.mx-unusable TLSA 3 1 1 abcd",
                                "mx-absent A 127.0.0.1",
                                "mx-alias CNAME mx-ee",
                                "mx-own-alias CNAME mx-absent",
                                "_25._tcp.mx-own-alias " + right,
                                "mx-lost CNAME mx.insecure.test.",
                                "_25._tcp.mx-lost " + right,
                                "to-insecure MX 10 mx.insecure.test.",
                                "implicit A 127.0.0.1",
                                "_25._tcp.implicit " + right))
                .toList();
    }

    @Override
    public void close() {
        unbound.close();
        zones.close();
    }
}
