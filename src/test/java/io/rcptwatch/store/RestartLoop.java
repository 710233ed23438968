package io.rcptwatch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An agent that is started and killed again and again, and what the hosts hear of it that it asks.
 * As a program: of the built agent, as {@code src/bench/restart-loop} runs it.
 *
 * @param interval from one round of a target to the next
 * @param least the least time between two
 */
record RestartLoop(int starts, Duration longestLife, Duration interval, Duration least) {
    static final int RECEIVERS = 8;

    // These many at first are all killed by the first contact.
    private static final int KILLED_AT_ONCE = 10;
    // From when it is written down that a conversation begins to the receiver's seeing it.
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    /** Begins an agent, and returns when it watches. */
    interface Start {
        /** Of these, each as domain@address:port. */
        Child agent(List<String> targets) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param contacts of each receiver
     * @param shortest the shortest time between two contacts of one receiver
     */
    record Result(RestartLoop loop, Duration whole, List<Integer> contacts, Duration shortest) {
        /** What one agent that lives as long may cost each receiver, with both ends. */
        long budget() {
            return whole.dividedBy(loop.interval) + 2;
        }

        boolean isPolite() {
            return contacts.stream().allMatch(count -> count <= budget())
                    && shortest.compareTo(loop.least.minus(TOLERANCE)) > 0;
        }

        /** Whether the receivers were asked often enough to tell anything. */
        boolean isTelling() {
            return contacts.stream().mapToInt(n -> n).sum() > RECEIVERS * 2;
        }

        @Override
        public String toString() {
            return "%d starts in %d s: contacts %s, budget %d each, shortest gap %d ms"
                    .formatted(
                            loop.starts,
                            whole.toSeconds(),
                            contacts,
                            budget(),
                            shortest.toMillis());
        }
    }

    Result run(Start start) throws IOException, InterruptedException {
        Semaphore news = new Semaphore(0);
        List<CountingReceiver> receivers = new ArrayList<>();
        try {
            for (int i = 1; i <= RECEIVERS; i++) {
                receivers.add(new CountingReceiver("127.0.9." + i, news));
            }
            long begin = System.nanoTime();
            killAgainAndAgain(start, targets(receivers), news);
            return new Result(
                    this,
                    Duration.ofNanos(System.nanoTime() - begin),
                    receivers.stream().map(r -> r.contacts().size()).toList(),
                    shortestGap(receivers));
        } finally {
            for (CountingReceiver receiver : receivers) {
                receiver.close();
            }
        }
    }

    private static List<String> targets(List<CountingReceiver> receivers) {
        List<String> names = early();
        return IntStream.range(0, receivers.size())
                .mapToObj(i -> names.get(i) + "@" + receivers.get(i).authority())
                .toList();
    }

    /**
     * Names of targets that come up within 0.3 s of a start, where nobody remembers that they were
     * asked: by the place in its interval that {@code Schedule} gives a name.
     */
    private static List<String> early() {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "d" + i + ".example")
                .filter(name -> ((name.hashCode() * 0x9E3779B9) >>> 1) < (1L << 31) / 80)
                .limit(RECEIVERS)
                .toList();
    }

    /** Some live for a while, the others are killed as soon as a receiver hears of them. */
    private void killAgainAndAgain(Start start, List<String> targets, Semaphore news)
            throws IOException, InterruptedException {
        Random random = new Random(5);
        int longest = Math.toIntExact(longestLife.toMillis());
        for (int i = 0; i < starts; i++) {
            news.drainPermits();
            try (Child agent = start.agent(targets)) {
                if (i >= KILLED_AT_ONCE && i % 2 == 0) {
                    Thread.sleep(random.nextInt(longest));
                } else {
                    boolean _ = news.tryAcquire(longest, TimeUnit.MILLISECONDS);
                }
                agent.kill();
            }
        }
    }

    private static Duration shortestGap(List<CountingReceiver> receivers) {
        long shortest = Long.MAX_VALUE;
        for (CountingReceiver receiver : receivers) {
            List<Long> contacts = receiver.contacts();
            for (int i = 1; i < contacts.size(); i++) {
                shortest = Math.min(shortest, contacts.get(i) - contacts.get(i - 1));
            }
        }
        return Duration.ofNanos(shortest);
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("rcptwatch-restart-loop");
        Path file = folder.resolve("rcptwatch.yaml");
        int starts = arguments.length == 0 ? 50 : Integer.parseInt(arguments[0]);
        RestartLoop loop =
                new RestartLoop(
                        starts,
                        Duration.ofMillis(700),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(3));
        Result result =
                loop.run(
                        targets -> {
                            Files.writeString(file, loop.configuration(targets));
                            return program(file);
                        });
        System.out.println(result);
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
            System.out.println(names);
            boolean well = names.equals(List.of("rcptwatch.state", "rcptwatch.yaml"));
            System.exit(well && result.isPolite() && result.isTelling() ? 0 : 1);
        }
    }

    private static Child program(Path file) throws IOException {
        Child agent =
                Child.start(
                        List.of(
                                "./rcptwatch",
                                "run",
                                "--config",
                                file.toString(),
                                "--listen",
                                "127.0.0.1:0"));
        String line = agent.readLine();
        while (!line.contains("http://")) {
            line = agent.readLine();
        }
        return agent;
    }

    private String configuration(List<String> targets) {
        return """
        identities:
          - {name: default, helo: probe.example.net, mail_from: probe@example.net}
        dns: {servers: ["127.0.0.1:1"]}
        defaults: {interval: %ds, tls: none}
        politeness: {min_interval: %ds, allow_private_addresses: true}
        targets:
        %s
        """
                .formatted(
                        interval.toSeconds(),
                        least.toSeconds(),
                        targets.stream()
                                .map(target -> target.split("@", 2))
                                .map(t -> "  - {domain: " + t[0] + ", hosts: [\"" + t[1] + "\"]}")
                                .collect(Collectors.joining("\n")));
    }
}
