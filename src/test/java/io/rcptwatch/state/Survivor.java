package io.rcptwatch.state;

import io.rcptwatch.Samples;
import io.rcptwatch.agent.Agent;
import io.rcptwatch.agent.Board;
import io.rcptwatch.agent.Instruments;
import io.rcptwatch.agent.Surroundings;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Judge;
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
        CompletableFuture<Judge> judge = CompletableFuture.supplyAsync(Judge::standard);
        InstantSource clock = InstantSource.system();
        List<Target> targets = Arrays.stream(arguments).skip(1).map(Survivor::target).toList();
        Board board = new Board(targets, clock);
        StateFile state = StateFile.open(Path.of(arguments[0]), clock);
        TargetMemory memory = new TargetMemory(state, board, 5, clock);
        Instruments instruments =
                Instruments.of(
                        Samples.RESOLUTION,
                        Samples.politeness(1, 2, 100),
                        new Egress(List.of(), Duration.ofMinutes(5)),
                        Surroundings.INTERNET,
                        judge.join(),
                        clock);
        PaceMemory.keep(state, board, instruments.limiter(), instruments.pacing(), clock);
        Agent agent = new Agent(targets, MIN_INTERVAL, instruments, clock, List.of(board, memory));
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
