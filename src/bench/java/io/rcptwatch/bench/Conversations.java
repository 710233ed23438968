package io.rcptwatch.bench;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rcptwatch.EngineParts;
import io.rcptwatch.Samples;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.metrics.BuildInfo;
import io.rcptwatch.metrics.Metrics;
import io.rcptwatch.target.Dnssec;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Policies;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.target.TlsMode;
import io.rcptwatch.watch.AgentHealth;
import io.rcptwatch.watch.EngineSettings;
import io.rcptwatch.watch.Environment;
import io.rcptwatch.watch.HostProbe;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.LedgerEntry;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Plan;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.watch.Round;
import io.rcptwatch.wire.HttpsClient;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/**
 * Holds conversations as the agent does, whole rounds of one host each, without its schedule: with
 * the limiter, the judgement and everybody who listens. A process of its own, so that its CPU time
 * is nobody else's.
 */
public final class Conversations {
    /** Conversations at once, for us and for everybody else. */
    static final int AT_ONCE = 50;

    private static final int TARGETS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final QueuePriority WITHOUT_END =
            new QueuePriority(Instant.MIN, Duration.ofDays(1), Duration.ofDays(1));

    private final List<Target> targets;
    private final TlsMode tls;
    private final EngineParts parts;
    private final ProberWiring wiring;
    private final Ledger ledger;

    private Conversations(int port, TlsMode tls, X509Certificate authority) {
        this.tls = tls;
        this.targets = IntStream.range(0, TARGETS).mapToObj(i -> target(i, port)).toList();
        EngineSettings settings =
                EngineParts.settings(
                        new Resolution(List.of(), Dnssec.OFF, Optional.empty()),
                        Samples.politeness(AT_ONCE, AT_ONCE, AT_ONCE),
                        targets);
        this.parts =
                new EngineParts(
                        settings,
                        new Environment(List.of(authority), HttpsClient.PORT),
                        InstantSource.system());
        this.wiring = parts.wiring(settings);
        this.ledger = parts.ledger;
        BuildInfo build = BuildInfo.current();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ledger.subscribe(
                new Metrics(
                        registry,
                        ledger,
                        parts.limiter,
                        List::of,
                        wiring::egress,
                        build.version(),
                        build,
                        new AgentHealth(),
                        InstantSource.system()));
    }

    private Target target(int number, int port) {
        String domain = "d" + number + ".bench.test";
        return new Target(
                new DomainName(domain, domain),
                new MailAddress("postmaster", "bench.test"),
                Duration.ofMinutes(10),
                port,
                tls,
                List.of(Family.IP4),
                List.of(
                        new Identity(
                                "default",
                                "probe.example.net",
                                new MailAddress("probe", "example.net"),
                                Optional.empty(),
                                List.of())),
                Set.of(Outcome.ACCEPTED),
                new Timeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE),
                1,
                new Policies(false, false),
                List.of(new HostPort("127.0.0.1", port)));
    }

    /**
     * Reads lines of how many conversations to hold, and answers each with the seconds that it
     * took, until there are no more.
     *
     * @param arguments the server's port, the TLS mode, and whom to trust: DER in Base64
     */
    public static void main(String[] arguments)
            throws IOException, CertificateException, InterruptedException, ExecutionException {
        Conversations conversations =
                new Conversations(
                        Integer.parseInt(arguments[0]),
                        TlsMode.valueOf(arguments[1]),
                        certificate(arguments[2]));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            long start = System.nanoTime();
            conversations.hold(Integer.parseInt(line));
            System.out.println((System.nanoTime() - start) / 1e9);
        }
    }

    private static X509Certificate certificate(String base64) throws CertificateException {
        byte[] der = Base64.getDecoder().decode(base64);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    private void hold(int count) throws InterruptedException, ExecutionException {
        List<FutureTask<Void>> tasks =
                IntStream.range(0, count)
                        .mapToObj(i -> targets.get(i % TARGETS))
                        .map(target -> new FutureTask<Void>(() -> round(target), null))
                        .toList();
        tasks.forEach(task -> Thread.ofVirtual().start(task));
        for (FutureTask<Void> task : tasks) {
            task.get();
        }
    }

    private void round(Target target) {
        Plan plan = wiring.planner().plan(target);
        ledger.post(target, new LedgerEntry.Routed(plan.provider()));
        List<Observation> held = plan.calls().stream().map(this::hold).toList();
        Round round = plan.conclude(held, List.of(), Instant.now());
        ledger.post(target, new LedgerEntry.Finished(round));
    }

    private Observation hold(HostProbe probe) {
        ledger.post(
                probe.target(), new LedgerEntry.Attempt(probe.provider(), probe.identity().name()));
        try {
            Observation observation = parts.hold(wiring, probe, WITHOUT_END).orElseThrow();
            check(probe.target(), observation);
            ledger.post(probe.target(), new LedgerEntry.Observed(observation));
            return observation;
        } catch (InterruptedException e) {
            throw new IllegalStateException("no other thread knows this one", e);
        }
    }

    /** Half a conversation must not pass for a cheap one. */
    private void check(Target target, Observation observation) {
        boolean secured = observation.conversation().tls().isPresent();
        if (!observation.success(target) || secured != (tls != TlsMode.NONE)) {
            throw new IllegalStateException(observation.conversation().toString());
        }
    }
}
