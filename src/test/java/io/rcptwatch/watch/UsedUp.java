package io.rcptwatch.watch;

import io.rcptwatch.EngineParts;
import io.rcptwatch.Samples;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.target.Dnssec;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
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
    private static final QueuePriority PATIENCE =
            new QueuePriority(Instant.MIN, Duration.ofSeconds(5), Duration.ofMinutes(10));

    private UsedUp() {}

    /** Prints how it is before, meanwhile and afterwards. */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        AgentHealth wellbeing = new AgentHealth();
        Target target = Samples.target("a.example", new HostPort("127.0.0.1", 9));
        EngineSettings settings =
                EngineParts.settings(
                        new Resolution(List.of(), Dnssec.OFF, Optional.empty()),
                        Samples.politeness(1, 1, 1),
                        List.of(target));
        EngineParts parts = new EngineParts(settings, Environment.INTERNET, InstantSource.system());
        ProberWiring wiring = parts.wiring(settings);
        // Once before, so that every class is loaded.
        ask(parts, wiring, target);
        System.out.println("at first " + wellbeing.ailments());
        Deque<FileInputStream> open = new ArrayDeque<>();
        try {
            while (true) {
                open.push(new FileInputStream(Path.of("/dev/null").toFile()));
            }
        } catch (IOException e) {
            System.out.println("used up " + wellbeing.ailments());
        }
        System.out.println("asked " + ask(parts, wiring, target));
        while (!open.isEmpty()) {
            open.pop().close();
        }
        System.out.println("at last " + wellbeing.ailments());
    }

    private static Object ask(EngineParts parts, ProberWiring wiring, Target target)
            throws InterruptedException {
        HostProbe probe = wiring.planner().plan(target).calls().getFirst();
        Observation held = parts.hold(wiring, probe, PATIENCE).orElseThrow();
        return held.conversation().ending() instanceof ProbeEnd.Failed(_, var fault)
                ? fault.kind()
                : held;
    }
}
