package io.rcptwatch.agent;

import io.rcptwatch.Samples;
import io.rcptwatch.pace.Patience;
import io.rcptwatch.probe.Ending;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.target.Dnssec;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Judge;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A process of its own that opens files until it may open no more, asks somebody, and closes them.
 */
final class UsedUp {
    private static final Patience PATIENCE =
            new Patience(Instant.MIN, Duration.ofSeconds(5), Duration.ofMinutes(10));

    private UsedUp() {}

    /** Prints how it is before, meanwhile and afterwards. */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        Wellbeing wellbeing = new Wellbeing();
        Target target = Samples.target("a.example", new HostPort("127.0.0.1", 9));
        Instruments instruments =
                Instruments.of(
                        new Resolution(List.of(), Dnssec.OFF, Optional.empty()),
                        Samples.politeness(1, 1, 1),
                        new Egress(List.of(), Duration.ofMinutes(5)),
                        Surroundings.INTERNET,
                        Judge.standard(),
                        InstantSource.system());
        // Once before, so that every class is loaded.
        ask(instruments, target);
        System.out.println("at first " + wellbeing.ailments());
        Deque<FileInputStream> open = new ArrayDeque<>();
        try {
            while (true) {
                open.push(new FileInputStream(Path.of("/dev/null").toFile()));
            }
        } catch (IOException e) {
            System.out.println("used up " + wellbeing.ailments());
        }
        System.out.println("asked " + ask(instruments, target));
        while (!open.isEmpty()) {
            open.pop().close();
        }
        System.out.println("at last " + wellbeing.ailments());
    }

    private static Object ask(Instruments instruments, Target target) throws InterruptedException {
        Call call = instruments.planner().plan(target).calls().getFirst();
        Answer answer = instruments.inquirer().hold(call, PATIENCE, () -> {}, Listener.NONE);
        return answer instanceof Answer.Held(Observation held)
                        && held.conversation().ending() instanceof Ending.Failed(_, var fault)
                ? fault.kind()
                : answer;
    }
}
