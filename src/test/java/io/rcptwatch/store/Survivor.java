package io.rcptwatch.store;

import io.rcptwatch.Samples;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.watch.Agent;
import io.rcptwatch.watch.Environment;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.ProberWiring;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
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
        Ledger board = new Ledger(targets, clock);
        StateFile state = StateFile.open(Path.of(arguments[0]), clock);
        TargetMemory memory = new TargetMemory(state, board, 5, clock);
        ProberWiring instruments =
                ProberWiring.of(
                        Samples.RESOLUTION,
                        Samples.politeness(1, 2, 100),
                        new Egress(List.of(), Duration.ofMinutes(5)),
                        Environment.INTERNET,
                        judge.join(),
                        clock);
        board.subscribe(memory);
        LimitsMemory.keep(state, board, instruments.limiter(), instruments.pacing(), clock);
        Agent agent = new Agent(targets, MIN_INTERVAL, instruments, clock, board, () -> {});
        agent.start();
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
