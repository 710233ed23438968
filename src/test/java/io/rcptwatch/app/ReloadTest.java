package io.rcptwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rcptwatch.metrics.Exposition;
import io.rcptwatch.metrics.Registries;
import io.rcptwatch.sandbox.Receiver;
import io.rcptwatch.sandbox.ReceiverTranscript;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.store.StateFile;
import io.rcptwatch.store.TargetMemory;
import io.rcptwatch.verdict.PastedReply;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.AnswerSource;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.ProbeService;
import io.rcptwatch.web.Readiness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole daemon but for HTTP, at work, while its configuration changes. */
@Timeout(90)
class ReloadTest {
    private static final int HOSTS = 8;
    private static final int AT_A_HOST = 4;
    private static final int TARGETS = 120;
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Pattern DOMAIN = Pattern.compile("[{,]domain=\"([^\"]+)\"");

    private Path folder;
    private Path file;
    private Sandbox sandbox;
    private Daemon daemon;

    @BeforeEach
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        sandbox = Sandbox.start(Files.writeString(folder.resolve("world.yaml"), world()));
        file = folder.resolve("rcptwatch.yaml");
        configure(targets(0, TARGETS));
        daemon = new Daemon(file, Registries.prometheus(), InstantSource.system());
        daemon.begin(new StartupEvent(), new Readiness());
    }

    @AfterEach
    void stop() throws Exception {
        daemon.end(new ShutdownEvent());
        sandbox.close();
    }

    private static String world() {
        String hosts =
                IntStream.range(0, HOSTS)
                        .mapToObj(
                                i ->
                                        "      - {preference: %d, host: mx%d.load.test, address: 127.0.3.%d, script: slow}"
                                                .formatted(i, i, i + 1))
                        .collect(Collectors.joining("\n"));
        return """
        dns: 127.0.0.1:0
        port: 0
        limits: {dialogues: 10000}
        domains:
          - domain: load.test
            description: Has many hosts.
            expect: {status: deliverable, outcomes: [accepted]}
            mx:
        %s
        scripts:
          slow: {tls: none, delay: 15ms}
        """
                .formatted(hosts);
    }

    private List<String> targets(int from, int to) {
        return IntStream.range(from, to).mapToObj(this::target).toList();
    }

    private String target(int number) {
        return "  - {domain: d%d.load.test, hosts: [\"127.0.3.%d:%d\"]}"
                .formatted(number, number % HOSTS + 1, sandbox.port());
    }

    private void configure(List<String> targets, String... more) throws IOException {
        String text =
                """
                identities:
                  - {name: default, helo: probe.example.net, mail_from: probe@example.net}
                dns: {servers: ["127.0.0.%d:%d"]}
                defaults: {interval: 1s, tls: none, timeouts: {conversation: 60s}}
                politeness: {min_interval: 1s, per_host_connections: %d, per_host_per_minute: 100000, per_host_per_day: 100000, per_minute: 100000, per_day: 1000000, allow_private_addresses: true}
                %s
                targets:
                %s
                """
                        .formatted(
                                more.length + 1,
                                sandbox.dnsAddress().getPort(),
                                AT_A_HOST,
                                String.join("\n", more),
                                String.join("\n", targets));
        Files.writeString(file, text);
    }

    @Test
    void a_hundred_reloads_under_load_lose_no_conversation_and_leave_nothing_behind()
            throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
        await(() -> conversations() >= HOSTS);
        reloadGood(0);
        Footprint before = Footprint.now();
        for (int i = 0; i < 50; i++) {
            reloadBad(i, rules);
            Thread.sleep(60);
            reloadGood(i);
            Thread.sleep(60);
        }
        Footprint after = Footprint.now();
        System.out.printf(
                "100 reloads, %d conversations meanwhile: %s before, %s after%n",
                conversations(), before, after);
        assertThat(after.heap() - before.heap()).as("heap").isLessThan(4_000_000);
        assertThat(after.threads() - before.threads()).as("threads").isLessThan(5);
        assertThat(after.descriptors() - before.descriptors())
                .as("descriptors, with conversations going on: both ends of each are here")
                .isLessThan(2 * HOSTS * AT_A_HOST + 20);

        comeToRest();
        assertThat(sum("smtp_probe_duration_seconds_count"))
                .as("every conversation was heard of")
                .isEqualTo(conversations());
        assertThat(sum("smtp_probe_results_total"))
                .as("every attempt has its result")
                .isEqualTo(sum("smtp_probe_attempts_total"))
                .isPositive();
        assertThat(dialogues())
                .allSatisfy(d -> assertThat(d.end()).isEqualTo(ReceiverTranscript.End.QUIT))
                .allSatisfy(d -> assertThat(d.commands()).contains("RSET"));
        assertNobodyWasHurried();
    }

    private static final String RULES =
            """
            - id: my-own
              outcome: policy_rejected
              patterns: ['we do not like rabbits']
              meaning: They do not like rabbits.
              advice: Send none.
              source: A partner
              samples: ["550 5.7.1 We do not like rabbits"]
            """;

    private void reloadGood(int round) throws IOException {
        List<String> targets =
                switch (round % 4) {
                    case 0 -> targets(0, TARGETS);
                    case 1 -> targets(0, TARGETS - 20);
                    case 2 -> targets(20, TARGETS);
                    default -> targets(10, TARGETS + 10);
                };
        if (round % 2 == 0) {
            configure(targets, "rules: rules.yaml");
        } else {
            configure(targets, "contact: mailto:me@example.net", "reload_on_change: false");
        }
        assertThat(daemon.reload().reload()).isEmpty();
        assertThat(value("smtp_probe_config_last_reload_successful")).isEqualTo(1);
        assertThat(shownDomains()).isEqualTo(configuredDomains(targets));
    }

    private void reloadBad(int round, Path rules) throws IOException {
        Set<String> shown = shownDomains();
        double since = value("smtp_probe_config_last_reload_success_timestamp_seconds");
        switch (round % 4) {
            case 0 -> configure(List.of("  - {domain: nowhere}"));
            case 1 -> configure(targets(0, 3), "sandbox: rcptwatch.yaml");
            case 2 -> Files.writeString(file, "identities: [");
            default -> {
                Files.writeString(rules, "- {id: wrong}\n");
                configure(targets(0, 3), "rules: rules.yaml");
            }
        }

        assertThat(daemon.reload().reload())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches("(?s).+\\.yaml:\\d+:\\d+: \\S+: .+"));
        assertThat(value("smtp_probe_config_last_reload_successful")).isZero();
        assertThat(value("smtp_probe_config_last_reload_success_timestamp_seconds"))
                .isEqualTo(since);
        assertThat(shownDomains()).isEqualTo(shown);
        Files.writeString(rules, RULES);
    }

    /**
     * One that was there before is watched on, and asked once more; then it is not due for long.
     */
    private void comeToRest() throws Exception {
        configure(List.of(target(10).replace("{domain", "{interval: 30d, domain")));
        assertThat(daemon.reload().reload()).isEmpty();
        ask("d10.load.test");
        await(() -> value("smtp_probe_in_flight") == 0);
        // A conversation leaves its place just before it is heard of.
        Thread.sleep(100);
    }

    private void assertNobodyWasHurried() {
        Map<String, Instant> last = new HashMap<>();
        for (Receiver receiver : sandbox.receivers()) {
            for (ReceiverTranscript dialogue : receiver.dialogues()) {
                String recipient = dialogue.commands().get(2);
                Instant before = last.put(recipient, dialogue.start());
                if (before != null) {
                    // Not quite: the second may wait a little shorter for the host to be free.
                    assertThat(Duration.between(before, dialogue.start()))
                            .as(recipient)
                            .isGreaterThan(LEAST.dividedBy(3));
                }
            }
        }
    }

    @Test
    void a_target_that_stays_keeps_its_standing_and_its_counters() throws Exception {
        ask("d1.load.test");
        double attempts = value("smtp_probe_attempts_total", "d1.load.test");
        configure(targets(1, 2), "rules: rules.yaml");
        Files.writeString(folder.resolve("rules.yaml"), RULES);

        assertThat(daemon.reload().reload()).isEmpty();

        assertThat(deliverable("d1.load.test")).isTrue();
        assertThat(value("smtp_probe_attempts_total", "d1.load.test"))
                .isGreaterThanOrEqualTo(attempts);
        assertThat(ruleFor("550 5.7.1 We do not like rabbits")).isEqualTo("my-own");
    }

    @Test
    void an_identity_that_does_not_ask_any_more_leaves_no_series() throws Exception {
        String two = target(1).replace("{domain", "{identities: [default, other], domain");
        String other = "  - {name: other, helo: other.example.net, mail_from: other@example.net}";
        configure(List.of(two));
        Files.writeString(file, Files.readString(file).replace("dns:", other + "\ndns:"));
        assertThat(daemon.reload().reload()).isEmpty();
        ask("d1.load.test");
        assertThat(value("smtp_probe_success", "d1.load.test", "other")).isEqualTo(1);

        configure(targets(1, 2));
        assertThat(daemon.reload().reload()).isEmpty();

        assertThat(scrape()).doesNotContain("identity=\"other\"");
    }

    @Test
    void other_hosts_are_asked_about_our_own_network_or_none_any_more() throws Exception {
        String egress = "egress: {hosts: [\"%s:" + sandbox.port() + "\"]}";
        configure(targets(0, 1), egress.formatted("127.0.3.1"));
        assertThat(daemon.reload().reload()).isEmpty();
        await(() -> value("smtp_probe_egress_reachable", "default") == 1);

        // Nobody listens there.
        configure(targets(0, 1), egress.formatted("127.0.3.99"));
        assertThat(daemon.reload().reload()).isEmpty();
        await(() -> value("smtp_probe_egress_reachable", "default") == 0);

        configure(targets(0, 1));
        assertThat(daemon.reload().reload()).isEmpty();
        assertThat(values("smtp_probe_egress_reachable")).containsExactly(Double.NaN);
    }

    @Test
    void another_state_file_is_written_from_then_on_with_all_that_is_known() throws Exception {
        ask("d1.load.test");
        configure(targets(0, 3), "state: {file: elsewhere.state}");
        assertThat(daemon.reload().reload()).isEmpty();
        assertThat(value("smtp_probe_state_store_healthy")).isEqualTo(1);
        assertThat(value("smtp_probe_state_store_write_errors_total")).isZero();
        Path elsewhere = folder.resolve("elsewhere.state");
        assertThat(StateFile.inUse(elsewhere)).isTrue();
        assertThat(StateFile.inUse(folder.resolve("rcptwatch.state"))).isFalse();

        configure(targets(0, 3));
        assertThat(daemon.reload().reload()).isEmpty();

        assertThat(StateFile.inUse(elsewhere)).isFalse();
        Ledger restored = new Ledger(List.of(), InstantSource.system());
        restored.list(daemon.inForce().get().settings().targets());
        try (StateFile file = StateFile.open(elsewhere, InstantSource.system())) {
            TargetMemory _ = new TargetMemory(file, restored, 5, InstantSource.system());
        }
        assertThat(restored.named("d1.load.test").orElseThrow().status("default"))
                .isEqualTo(Status.DELIVERABLE);
    }

    @Test
    void a_state_file_of_another_agent_is_refused_and_all_stays_as_it_was() throws Exception {
        Path taken = folder.resolve("taken.state");
        try (StateFile _ = StateFile.open(taken, InstantSource.system())) {
            configure(targets(0, 1), "state: {file: taken.state}");

            assertThat(daemon.reload().reload())
                    .singleElement()
                    .asString()
                    .contains("taken.state: state file in use by another agent");
        }
        assertThat(StateFile.inUse(folder.resolve("rcptwatch.state"))).isTrue();
        assertThat(shownDomains()).hasSize(TARGETS);
    }

    @Test
    void a_sandbox_comes_and_goes_with_a_reload() throws Exception {
        configure(targets(0, 3), "sandbox: world.yaml");
        assertThat(daemon.reload().reload()).isEmpty();
        assertThat(daemon.inForce().get().sandbox()).isPresent();

        configure(targets(0, 3));
        assertThat(daemon.reload().reload()).isEmpty();
        assertThat(daemon.inForce().get().sandbox()).isEmpty();
    }

    @Test
    void three_hundred_hangups_in_three_seconds_are_few_reloads_and_leave_no_thread()
            throws Exception {
        await(() -> conversations() >= HOSTS);
        assertThat(daemon.reload().reload()).isEmpty();
        Footprint before = Footprint.now();
        int most = 0;
        List<Thread> signals = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            signals.add(Thread.ofPlatform().start(daemon::hangup));
            most = Math.max(most, Thread.activeCount());
            Thread.sleep(10);
        }
        for (Thread signal : signals) {
            signal.join();
        }
        Footprint after = Footprint.now();
        System.out.printf(
                "300 hang-ups: %s before, %s after, at most %d threads%n", before, after, most);
        assertThat(after.threads() - before.threads()).as("threads").isLessThan(5);
        assertThat(after.heap() - before.heap()).as("heap").isLessThan(6_000_000);
        assertThat(most).as("threads meanwhile").isLessThan(before.threads() + 30);
        assertThat(value("smtp_probe_config_last_reload_successful")).isEqualTo(1);

        comeToRest();
        assertThat(sum("smtp_probe_results_total"))
                .as("every attempt has its result")
                .isEqualTo(sum("smtp_probe_attempts_total"))
                .isPositive();
    }

    @Test
    void a_file_that_changes_is_read_again_where_that_is_wanted() throws Exception {
        configure(targets(0, 2), "reload_on_change: true");
        assertThat(daemon.reload().reload()).isEmpty();

        configure(targets(2, 4), "reload_on_change: true");

        await(() -> shownDomains().equals(configuredDomains(targets(2, 4))));
    }

    @Test
    void a_target_that_is_new_is_asked_within_thirty_seconds() throws Exception {
        configure(List.of(target(41).replace("{domain", "{interval: 30d, domain")));
        assertThat(daemon.reload().reload()).isEmpty();

        await(() -> deliverable("d41.load.test"));
    }

    private String ruleFor(String reply) {
        return daemon.inForce()
                .get()
                .settings()
                .judge()
                .decide(PastedReply.of(reply), Optional.empty(), Optional.empty())
                .verdict()
                .rule();
    }

    private void ask(String domain) throws InterruptedException {
        await(
                () -> {
                    try {
                        return daemon.onDemand().answer(domain, true, Duration.ofSeconds(10))
                                        instanceof ProbeService.Answer.Known known
                                && known.source() == AnswerSource.FRESH;
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private boolean deliverable(String domain) {
        return daemon.board()
                .named(domain)
                .filter(s -> s.status("default") == Status.DELIVERABLE)
                .isPresent();
    }

    private int conversations() {
        return dialogues().size();
    }

    private List<ReceiverTranscript> dialogues() {
        return sandbox.receivers().stream().flatMap(r -> r.dialogues().stream()).toList();
    }

    private String scrape() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            daemon.exposition().write(Exposition.Format.TEXT, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<Double> values(String name, String... parts) {
        return scrape().lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(
                        line ->
                                List.of(parts).stream()
                                        .allMatch(p -> line.contains("\"" + p + "\"")))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' '))))
                .toList();
    }

    private double sum(String name) {
        return values(name).stream().mapToDouble(v -> v).sum();
    }

    private double value(String name, String... parts) {
        List<Double> values = values(name, parts);
        return values.size() == 1 ? values.getFirst() : Double.NaN;
    }

    private Set<String> shownDomains() {
        Set<String> domains = new TreeSet<>();
        Matcher matcher = DOMAIN.matcher(scrape());
        while (matcher.find()) {
            domains.add(matcher.group(1));
        }
        return domains;
    }

    private static Set<String> configuredDomains(List<String> targets) {
        return targets.stream()
                .map(t -> t.replaceAll(".*domain: ([^,]+),.*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the process holds. */
    private record Footprint(long heap, int threads, long descriptors) {
        static Footprint now() throws InterruptedException {
            List<Long> heaps = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                System.gc();
                Thread.sleep(50);
                Runtime runtime = Runtime.getRuntime();
                heaps.add(runtime.totalMemory() - runtime.freeMemory());
            }
            return new Footprint(
                    heaps.stream().mapToLong(h -> h).min().orElseThrow(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getOperatingSystemMXBean()
                                    instanceof UnixOperatingSystemMXBean unix
                            ? unix.getOpenFileDescriptorCount()
                            : 0);
        }

        @Override
        public String toString() {
            return "%.1f MB, %d threads, %d descriptors"
                    .formatted(heap / 1e6, threads, descriptors);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(32).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(50);
        }
    }
}
