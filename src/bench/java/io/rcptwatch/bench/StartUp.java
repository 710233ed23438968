package io.rcptwatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How soon the agent is ready, and how much memory it takes, with the launcher's options and
 * without.
 */
final class StartUp {
    private static final Duration AT_REST = Duration.ofSeconds(10);
    private static final List<String> CHOSEN =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel", "-XX:AOTCache");

    private StartUp() {}

    private record Variant(String name, List<String> options, List<Double> starts) {
        Variant(String name, List<String> options) {
            this(name, options, new ArrayList<>());
        }
    }

    /** Measures the agent and prints. */
    static void print(List<String> launcherOptions, int times)
            throws IOException, InterruptedException {
        List<Variant> variants = variants(launcherOptions);
        for (int i = 1; i < times; i++) {
            for (Variant variant : variants) {
                start(variant).close();
            }
        }
        List<Child> agents = new ArrayList<>();
        for (Variant variant : variants) {
            agents.add(start(variant));
        }
        Thread.sleep(AT_REST);
        System.out.printf("%n%-34s %12s %12s%n", "the agent", "ready, s", "at rest, MiB");
        for (Variant variant : variants) {
            try (Child agent = agents.removeFirst()) {
                System.out.printf(
                        "  %-32s %12.2f %12.0f%n",
                        variant.name, Median.of(variant.starts), agent.residentMebibytes());
            }
        }
    }

    /** One choice of the launcher after the other, on top of what it does not choose. */
    private static List<Variant> variants(List<String> launcherOptions) {
        Predicate<String> chosen = option -> CHOSEN.stream().anyMatch(option::startsWith);
        List<String> options = launcherOptions.stream().filter(chosen.negate()).toList();
        List<Variant> variants = new ArrayList<>();
        variants.add(new Variant("-XX:+UseG1GC", with(options, "-XX:+UseG1GC")));
        for (String option : launcherOptions.stream().filter(chosen).toList()) {
            options = with(options, option);
            variants.add(new Variant("+ " + option.replaceFirst("=/.*", ""), options));
        }
        return variants;
    }

    private static List<String> with(List<String> options, String more) {
        return Stream.concat(options.stream(), Stream.of(more)).toList();
    }

    private static Child start(Variant variant) throws IOException, InterruptedException {
        int port = Http.freePort();
        // A state of its own: several run at once, to be measured at rest.
        Path state = Files.createTempDirectory("rcptwatch-bench");
        Path config =
                Files.writeString(
                        state.resolve("rest.yaml"),
                        Files.readString(Path.of("src/bench/rest.yaml")));
        long launch = System.nanoTime();
        Child agent =
                Child.watched(
                        Java.program(
                                variant.options,
                                "run",
                                "--config=" + config,
                                "--listen=127.0.0.1:" + port));
        Http.await(port, "/-/ready");
        variant.starts.add((System.nanoTime() - launch) / 1e9);
        return agent;
    }

    /** Measures a single command through the launcher, and prints. */
    static void printOneShot(int times) throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long launch = System.nanoTime();
            Process explain =
                    new ProcessBuilder("./rcptwatch", "explain", "550 5.1.1 User unknown")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (explain.waitFor() != 0) {
                throw new IOException("rcptwatch explain failed");
            }
            seconds.add((System.nanoTime() - launch) / 1e9);
        }
        System.out.printf("%n%-34s %12.2f s%n", "rcptwatch explain", Median.of(seconds));
    }
}
