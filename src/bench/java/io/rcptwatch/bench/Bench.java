package io.rcptwatch.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs all measurements in one go and prints a report. */
public final class Bench {
    private static final String OURS = "rcptwatch";

    // What blocking sockets on virtual threads took where the design was tried out.
    private static final double SPIKE_PLAIN_MILLIS = 0.20;
    private static final double SPIKE_STARTTLS_MILLIS = 2.2;
    private static final double SPIKE_BAR = 1.5;
    private static final double BLACKBOX_BAR = 0.5;
    private static final double SMTP_SOURCE_BAR = 3;

    private final int rounds;
    private final List<String> options;
    private final Servers.Tls tlsServer;
    private final boolean sink = here("smtp-sink");
    private final Race plain;
    private final Race starttls;

    /** One round in a short run, with fewer conversations: does it all still work? */
    private Bench(boolean brief) throws IOException {
        rounds = brief ? 1 : 5;
        plain = new Race("plain", brief ? 300 : 3000);
        starttls = new Race("with STARTTLS", brief ? 60 : 600);
        options = Java.launcherOptions();
        tlsServer = Servers.Tls.start();
    }

    /** {@code short} is a run that only tells whether everything still works. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        Surroundings.print();
        boolean brief = List.of(arguments).contains("short");
        Bench bench = new Bench(brief);
        bench.gather();
        bench.race();
        if (!brief) {
            bench.judge();
        }
        StartUp.print(bench.options, brief ? 1 : 5);
        StartUp.printOneShot(brief ? 1 : 5);
        Surroundings.printLoad();
        // Every child ends with us; so do the idle threads of the HTTP client.
        System.exit(0);
    }

    private void gather() throws IOException, InterruptedException {
        int plainPort = sink ? Servers.startSink() : tlsServer.port();
        join(plain, plainPort, "NONE", "plain");
        if (sink && here(SmtpSource.PROGRAM)) {
            plain.add(new SmtpSource(plainPort));
        }
        join(starttls, tlsServer.port(), "OPPORTUNISTIC", "starttls");
    }

    private void join(Race race, int port, String tlsMode, String blackboxModule)
            throws IOException, InterruptedException {
        race.add(ours(OURS, options, port, tlsMode));
        List<String> allCompilers =
                options.stream().filter(o -> !o.startsWith("-XX:TieredStopAtLevel")).toList();
        race.add(ours(OURS + " with all compilers", allCompilers, port, tlsMode));
        if (here(Blackbox.PROGRAM)) {
            race.add(Blackbox.start(blackboxModule, port));
        }
    }

    private Contestant ours(String name, List<String> jvmOptions, int port, String tlsMode)
            throws IOException {
        return Ours.start(name, jvmOptions, Integer.toString(port), tlsMode, tlsServer.authority());
    }

    /** Whether a program is here; says so where it is not. */
    private static boolean here(String program) {
        boolean here =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!here) {
            System.out.println(program + " is not on the path: without it");
        }
        return here;
    }

    private void race() throws IOException, InterruptedException {
        plain.warmUp();
        starttls.warmUp();
        for (int i = 0; i < rounds; i++) {
            plain.round();
            starttls.round();
        }
        System.out.printf(
                "%nMedians of %d rounds of %d plain conversations and %d with STARTTLS each, %d at once,%n"
                        + "in turns, after a warm-up. The server is %s, with STARTTLS the sandbox.%n"
                        + "smtp-source says HELO, MAIL, RCPT, DATA, one octet, QUIT: a round trip more than the others.%n"
                        + "blackbox_exporter's figures hold its answers over HTTP, ours judgement and metrics.%n",
                rounds,
                plain.conversations(),
                starttls.conversations(),
                Conversations.AT_ONCE,
                sink ? "smtp-sink" : "the sandbox");
        plain.print();
        starttls.print();
    }

    private void judge() {
        System.out.printf("%n%-46s %8s %8s%n", "CPU of one conversation, ours to", "ratio", "bar");
        ratio(plain, "blackbox_exporter", BLACKBOX_BAR);
        ratio(starttls, "blackbox_exporter", BLACKBOX_BAR);
        ratio(plain, SmtpSource.PROGRAM, SMTP_SOURCE_BAR);
        ratio(plain, Optional.of(SPIKE_PLAIN_MILLIS), "the spike's 0.20 ms, plain", SPIKE_BAR);
        ratio(
                starttls,
                Optional.of(SPIKE_STARTTLS_MILLIS),
                "the spike's 2.2 ms, with STARTTLS",
                SPIKE_BAR);
    }

    private static void ratio(Race race, String peer, double bar) {
        ratio(race, race.cpuMillis(peer), peer + ", " + race.title(), bar);
    }

    private static void ratio(Race race, Optional<Double> theirs, String peer, double bar) {
        double ours = race.cpuMillis(OURS).orElseThrow();
        theirs.ifPresentOrElse(
                millis ->
                        System.out.printf(
                                "  %-44s %8.2f %8.2f  %s%n",
                                peer, ours / millis, bar, ours / millis <= bar ? "pass" : "miss"),
                () -> System.out.printf("  %-44s not here%n", peer));
    }
}
