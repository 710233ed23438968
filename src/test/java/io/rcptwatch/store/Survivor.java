package io.rcptwatch.store;

import io.rcptwatch.EngineParts;
import io.rcptwatch.Samples;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.watch.EngineSettings;
import io.rcptwatch.watch.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Watches some hosts of loopback, and remembers it, until it is killed. */
final class Survivor {
    static final Duration INTERVAL = Duration.ofSeconds(4);
    static final Duration MIN_INTERVAL = Duration.ofSeconds(3);

    private Survivor() {}

    public static void main(String[] arguments) throws Exception {
        // Beside the rest: it is a third of the start.
        CompletableFuture<ReplyClassifier> judge =
                CompletableFuture.supplyAsync(ReplyClassifier::standard);
        InstantSource clock = InstantSource.system();
        List<Target> targets = Arrays.stream(arguments).skip(1).map(Survivor::target).toList();
        EngineSettings settings =
                EngineParts.settings(
                        Samples.RESOLUTION,
                        EngineParts.every(MIN_INTERVAL, Samples.politeness(1, 2, 100)),
                        EngineParts.NO_EGRESS,
                        targets,
                        judge.join());
        EngineParts parts = new EngineParts(settings, Environment.INTERNET, clock);
        StateFile state = StateFile.open(Path.of(arguments[0]), clock);
        TargetMemory memory = new TargetMemory(state, parts.ledger, 5, clock);
        parts.ledger.subscribe(memory);
        LimitsMemory.keep(state, parts.ledger, parts.limiter, parts.pacer, clock, clock);
        parts.engine(settings, parts.wiring(settings), parts.rounds(), Optional.empty()).start();
        System.out.println("watching");
        Thread.sleep(Duration.ofMinutes(5));
    }

    /** As domain@address:port. */
    private static Target target(String text) {
        String[] parts = text.split("[@:]", 3);
        return Samples.target(
                parts[0], INTERVAL, new HostPort(parts[1], Integer.parseInt(parts[2])));
    }
}
