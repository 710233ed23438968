package io.rcptwatch.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rcptwatch.EngineParts;
import io.rcptwatch.limits.LimitKey;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.report.Samples;
import io.rcptwatch.selfcheck.IdentityState;
import io.rcptwatch.store.StoreHealth;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.AgentHealth;
import io.rcptwatch.watch.AnswerSource;
import io.rcptwatch.watch.EngineSettings;
import io.rcptwatch.watch.Environment;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.LedgerEntry;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.ProbeService;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.watch.Round;
import io.rcptwatch.wire.TlsLibrary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Some targets, everybody who listens to what becomes of them, and what a scrape says. */
final class Watched {
    private static final IdentityState IDENTITY =
            new IdentityState(
                    io.rcptwatch.Samples.IDENTITY, List.of("bl.test"), Optional.empty(), Map.of());
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();

    final PrometheusMeterRegistry registry;
    final Ledger board;
    final ProberWiring wiring;
    final Limiter limiter;
    final Metrics metrics;

    Watched(Target... targets) {
        this(new Egress(List.of(), Duration.ofMinutes(5)), targets);
    }

    Watched(Egress egress, Target... targets) {
        this(Registries.withoutJvm(), egress, targets);
    }

    /** With metrics of the JVM, too. */
    static Watched withJvm(Target... targets) {
        return new Watched(
                Registries.prometheus(), new Egress(List.of(), Duration.ofMinutes(5)), targets);
    }

    private Watched(PrometheusMeterRegistry registry, Egress egress, Target... targets) {
        this.registry = registry;
        InstantSource clock = InstantSource.fixed(Samples.NOW);
        EngineSettings settings =
                EngineParts.settings(
                        io.rcptwatch.Samples.RESOLUTION,
                        io.rcptwatch.Samples.politeness(1, 2, 500),
                        egress,
                        List.of(targets),
                        JUDGE);
        EngineParts parts = new EngineParts(settings, Environment.INTERNET, clock);
        wiring = parts.wiring(settings);
        limiter = parts.limiter;
        board = parts.ledger;
        StoreMeters.register(() -> new StoreHealth(true, 0, 4096, 0), registry);
        metrics =
                new Metrics(
                        registry,
                        board,
                        limiter,
                        () -> List.of(IDENTITY),
                        wiring::egress,
                        "2026.1",
                        new BuildInfo("0.1.0", "abc1234", "25.0.1+8", TlsLibrary.BORINGSSL),
                        new AgentHealth(),
                        clock);
        board.subscribe(metrics);
    }

    /** Room for a conversation as "default". */
    Limiter.Room enter(String host, Provider provider) throws InterruptedException {
        LimitKey contact = new LimitKey("default", InetAddress.ofLiteral(host), provider);
        QueuePriority patience =
                new QueuePriority(Instant.MIN, Duration.ofDays(1), Duration.ofMinutes(10));
        return switch (limiter.enter(contact, patience)) {
            case Limiter.Queued.Admitted(Limiter.Room room) -> room;
            case Limiter.Queued.Refused refused -> throw new AssertionError(refused);
        };
    }

    /** A whole round, as the agent tells it. */
    void round(Target target, Status status, Observation... observations) {
        Round round = Samples.round(target, status, observations);
        board.post(target, new LedgerEntry.Began(Duration.ofMillis(3)));
        for (Observation observation : observations) {
            board.post(
                    target,
                    new LedgerEntry.Attempt(observation.provider(), observation.identity()));
            board.post(target, new LedgerEntry.Observed(observation));
        }
        board.post(target, new LedgerEntry.Finished(round));
    }

    void write(Exposition.Format format, OutputStream out) {
        try {
            new Exposition(registry.getPrometheusRegistry(), metrics).write(format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What /probe says about a target. */
    String answered(Target target) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new Exposition(registry.getPrometheusRegistry(), metrics)
                    .write(
                            new ProbeService.Answer.Known(
                                    board.standing(target.domain()).orElseThrow(),
                                    AnswerSource.LATEST,
                                    Samples.NOW.plusSeconds(3)),
                            Exposition.Format.TEXT,
                            out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    String text(Exposition.Format format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(format, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    Scrape scrape() {
        return Scrape.of(text(Exposition.Format.TEXT));
    }
}
