package io.rcptwatch.mtasts;

import com.sun.net.httpserver.HttpHandler;
import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.dns.LoopbackDns;
import io.rcptwatch.wire.HttpsClient;
import io.rcptwatch.wire.Shutdown;
import io.rcptwatch.wire.TestCertificates;
import io.rcptwatch.wire.TestCertificates.Holder;
import io.rcptwatch.wire.TlsClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/** The domain example.test with its DNS and its policy host, and somebody who asks. */
final class StsWorld implements AutoCloseable {
    static final String POLICY =
            """
            version: STSv1
            mode: enforce
            mx: mx1.example.test
            mx: *.mail.example.test
            max_age: 604800
            """;

    static final Duration LIMIT = Duration.ofSeconds(2);

    final LoopbackDns dns;
    final PolicyServer server;
    final Shutdown shutdown = new Shutdown();
    final MtaSts sts;
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));

    /** With a good certificate and a good record. */
    static StsWorld serving(HttpHandler handler) throws Exception {
        Holder authority = TestCertificates.authority();
        Holder good =
                TestCertificates.host(
                        authority,
                        Duration.ofDays(9),
                        TestCertificates.dns("mta-sts.example.test"));
        return new StsWorld(authority, good.server(), handler, true);
    }

    /** With a good record, and a policy host that shows a certificate of that kind. */
    static StsWorld showing(Holder authority, Holder certificate) throws Exception {
        return new StsWorld(authority, certificate.server(), PolicyServer.policy(POLICY), true);
    }

    /** With a good record, seen by one who refuses private addresses. */
    static StsWorld refusingPrivateAddresses() throws Exception {
        Holder authority = TestCertificates.authority();
        return new StsWorld(authority, authority.server(), PolicyServer.policy(POLICY), false);
    }

    private StsWorld(Holder authority, SSLContext tls, HttpHandler handler, boolean allowPrivate)
            throws IOException {
        dns = new LoopbackDns("mta-sts.example.test. 300 IN A 127.0.0.1");
        record("v=STSv1; id=1;");
        server = new PolicyServer(tls, handler);
        InstantSource clock = now::get;
        sts =
                new MtaSts(
                        new DnsClient(List.of(dns.address()), Duration.ofSeconds(2), allowPrivate),
                        new HttpsClient(
                                new TlsClient(List.of(authority.certificate())),
                                shutdown,
                                "Rcptwatch/test",
                                server.port(),
                                LIMIT),
                        clock);
    }

    /** From now on these are the TXT records; not cached, for their TTL is nought. */
    StsWorld record(String... texts) {
        dns.saying(
                "_mta-sts.example.test",
                List.of(texts).stream()
                        .map(text -> "_mta-sts.example.test. 0 IN TXT \"" + text + "\"")
                        .toArray(String[]::new));
        return this;
    }

    StsState ask() {
        return sts.ask("example.test");
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    Instant now() {
        return now.get();
    }

    int fetches() {
        return server.requests().size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        dns.close();
    }
}
