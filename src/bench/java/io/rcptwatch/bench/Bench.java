package io.rcptwatch.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs all measurements in one go and prints a report. */
public final class Bench {
    private static final String OURS = "rcptwatch";

    private static final double PLAIN_BAR = 0.45;
    private static final double STARTTLS_BAR = 0.8;
    private static final double SMTP_SOURCE_BAR = 3;

    private final int rounds;
    private final List<String> options;
    private final Servers.Tls ecServer;
    private final Servers.Tls rsaServer;
    private final boolean sink = here("smtp-sink");
    private final Race plain;
    private final Race ec;
    private final Race rsa;

    /** One round in a short run, with fewer conversations: does it all still work? */
    private Bench(boolean brief) throws IOException {
        rounds = brief ? 1 : 5;
        plain = new Race("plain", brief ? 300 : 3000);
        ec = new Race("with STARTTLS, EC certificate", brief ? 60 : 600);
        rsa = new Race("with STARTTLS, RSA certificate", brief ? 60 : 600);
        options = Java.launcherOptions();
        ecServer = Servers.Tls.start(TlsServer.Key.EC);
        rsaServer = Servers.Tls.start(TlsServer.Key.RSA);
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
        int plainPort = sink ? Servers.startSink() : ecServer.port();
        join(plain, plainPort, ecServer.authority(), "NONE", "plain");
        if (sink && here(SmtpSource.PROGRAM)) {
            plain.add(new SmtpSource(plainPort));
        }
        joinStarttls(ec, ecServer);
        joinStarttls(rsa, rsaServer);
    }

    private void joinStarttls(Race race, Servers.Tls server)
            throws IOException, InterruptedException {
        join(race, server.port(), server.authority(), "OPPORTUNISTIC", "starttls");
    }

    private void join(Race race, int port, String authority, String tlsMode, String blackboxModule)
            throws IOException, InterruptedException {
        race.add(ours(OURS, options, port, tlsMode, authority));
        List<String> allCompilers =
                options.stream().filter(o -> !o.startsWith("-XX:TieredStopAtLevel")).toList();
        race.add(ours(OURS + " with all compilers", allCompilers, port, tlsMode, authority));
        if (here(Blackbox.PROGRAM)) {
            race.add(Blackbox.start(blackboxModule, port));
        }
    }

    private static Contestant ours(
            String name, List<String> jvmOptions, int port, String tlsMode, String authority)
            throws IOException {
        return Ours.start(name, jvmOptions, Integer.toString(port), tlsMode, authority);
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
        List<Race> races = List.of(plain, ec, rsa);
        for (Race race : races) {
            race.warmUp();
        }
        for (int i = 0; i < rounds; i++) {
            for (Race race : races) {
                race.round();
            }
        }
        System.out.printf(
                "%nMedians of %d rounds of %d plain conversations and %d with STARTTLS each, %d at once,%n"
                        + "in turns, after a warm-up. The server is %s, with STARTTLS one on the JDK. Each%n"
                        + "handshake is a whole one: a monitor must see the certificate.%n"
                        + "smtp-source says HELO, MAIL, RCPT, DATA, one octet, QUIT: a round trip more than the others.%n"
                        + "blackbox_exporter's figures hold its answers over HTTP, ours judgement and metrics.%n",
                rounds,
                plain.conversations(),
                ec.conversations(),
                Conversations.AT_ONCE,
                sink ? "smtp-sink" : "the same");
        races.forEach(Race::print);
    }

    private void judge() {
        System.out.printf("%n%-56s %8s %8s%n", "CPU of one conversation, ours to", "ratio", "bar");
        ratio(plain, "blackbox_exporter", PLAIN_BAR);
        ratio(ec, "blackbox_exporter", STARTTLS_BAR);
        ratio(rsa, "blackbox_exporter", STARTTLS_BAR);
        ratio(plain, SmtpSource.PROGRAM, SMTP_SOURCE_BAR);
    }

    private static void ratio(Race race, String peer, double bar) {
        double ours = race.cpuMillis(OURS).orElseThrow();
        String title = peer + ", " + race.title();
        race.cpuMillis(peer)
                .ifPresentOrElse(
                        millis ->
                                System.out.printf(
                                        "  %-54s %8.2f %8.2f  %s%n",
                                        title,
                                        ours / millis,
                                        bar,
                                        ours / millis <= bar ? "pass" : "miss"),
                        () -> System.out.printf("  %-54s not here%n", title));
    }
}
