package io.rcptwatch.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How soon the agent is ready, and how much memory it takes, with the launcher's options and
 * without.
 */
final class StartUp {
    private static final int TIMES = 5;
    private static final Duration AT_REST = Duration.ofSeconds(10);
    private static final List<String> CHOSEN =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel", "-XX:AOTCache");

    private StartUp() {}

    /** Measures and prints. */
    static void print(List<String> launcherOptions) throws IOException, InterruptedException {
        System.out.printf("%n%-34s %12s %12s%n", "the agent", "ready, s", "at rest, MiB");
        Map<String, List<String>> variants = variants(launcherOptions);
        Map<String, List<Double>> starts = new LinkedHashMap<>();
        List<Child> agents = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
                Child agent = start(variant, starts);
                if (i < TIMES - 1) {
                    agent.close();
                } else {
                    agents.add(agent);
                }
            }
        }
        Thread.sleep(AT_REST);
        for (String name : variants.keySet()) {
            try (Child agent = agents.removeFirst()) {
                System.out.printf(
                        "  %-32s %12.2f %12.0f%n",
                        name, Median.of(starts.get(name)), agent.residentMebibytes());
            }
        }
    }

    /** One choice of the launcher after the other, on top of what it does not choose. */
    private static Map<String, List<String>> variants(List<String> options) {
        Map<String, List<String>> variants = new LinkedHashMap<>();
        Predicate<String> chosen = option -> CHOSEN.stream().anyMatch(option::startsWith);
        List<String> rest = options.stream().filter(chosen.negate()).toList();
        List<String> base = rest;
        variants.put("-XX:+UseG1GC", with(rest, "-XX:+UseG1GC"));
        for (String option : options.stream().filter(chosen).toList()) {
            base = with(base, option);
            variants.put("+ " + option.replaceFirst("=/.*", ""), base);
        }
        return variants;
    }

    private static List<String> with(List<String> options, String more) {
        return Stream.concat(options.stream(), Stream.of(more)).toList();
    }

    private static Child start(
            Map.Entry<String, List<String>> variant, Map<String, List<Double>> starts)
            throws IOException, InterruptedException {
        int port = Http.freePort();
        long launch = System.nanoTime();
        Child agent =
                Child.watched(
                        Java.program(
                                variant.getValue(),
                                "run",
                                "--config=src/bench/rest.yaml",
                                "--listen=127.0.0.1:" + port));
        Http.await(port, "/-/ready");
        starts.computeIfAbsent(variant.getKey(), _ -> new ArrayList<>())
                .add((System.nanoTime() - launch) / 1e9);
        return agent;
    }

    /** Measures a single command through the launcher, and prints. */
    static void printOneShot() throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
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
