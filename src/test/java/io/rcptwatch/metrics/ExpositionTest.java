package io.rcptwatch.metrics;

import static io.rcptwatch.report.Samples.NOW;
import static io.rcptwatch.report.Samples.conversation;
import static io.rcptwatch.report.Samples.observation;
import static io.rcptwatch.report.Samples.secured;
import static io.rcptwatch.report.Samples.target;
import static io.rcptwatch.report.Samples.unroutable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rcptwatch.deliveries.Delivery;
import io.rcptwatch.deliveries.Delivery.Fate;
import io.rcptwatch.deliveries.DeliveryCounts;
import io.rcptwatch.deliveries.DeliveryJudge;
import io.rcptwatch.deliveries.LogReading;
import io.rcptwatch.metrics.Exposition.Format;
import io.rcptwatch.metrics.Scrape.Sample;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.report.Certificates;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.LedgerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpositionTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private static final Watched watched = everything();

    /** A row of the contract's table of metrics. */
    record Promise(String name, String type, Set<String> labels) {
        static Promise of(String line) {
            String[] fields = line.split("\t", -1);
            Set<String> labels =
                    Stream.of(fields[2].split(",", -1))
                            .filter(label -> !label.isEmpty())
                            .collect(Collectors.toCollection(TreeSet::new));
            return new Promise(fields[0], fields[1], labels);
        }

        /** How a sample is called that shows the labels. */
        String sample() {
            return type.equals("histogram") ? name + "_count" : name;
        }
    }

    static Stream<Promise> contract() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ExpositionTest.class.getResourceAsStream("contract.tsv"))) {
            return new String(in.readAllBytes(), UTF_8).lines().map(Promise::of);
        }
    }

    /** One target that feeds every metric, and one that has no host. */
    static Watched everything() {
        Target a = target("a.example");
        Target gone = target("gone.example");
        TlsSession session =
                new TlsSession(
                        "TLSv1.3",
                        "TLS_AES_256_GCM_SHA384",
                        List.of(Certificates.expiring(NOW.plusSeconds(86_400))),
                        Set.of());
        Conversation conversation =
                secured(
                        conversation(Reply.of(250, "2.1.5 Ok"), "SIZE 1000", "DSN"),
                        Optional.of(session),
                        Optional.empty());
        Watched watched = Watched.withJvm(a, gone);
        watched.round(
                a,
                Status.DELIVERABLE,
                observation(a, "mx.a.example", Outcome.ACCEPTED, OutcomeClass.OK, conversation));
        watched.round(gone, Status.UNREACHABLE, unroutable(gone));
        deliveries(watched);
        return watched;
    }

    private static void deliveries(Watched watched) {
        DeliveryJudge judge = new DeliveryJudge(ReplyClassifier.standard());
        DeliveryCounts counts = watched.metrics.deliveries();
        for (Fate fate : Fate.values()) {
            counts.add(
                    "default",
                    judge.judge(
                            new Delivery(
                                    "a.example",
                                    Optional.of("mx.a.example"),
                                    fate,
                                    "host said: 550 grzmph",
                                    Optional.of(Duration.ofSeconds(2)))),
                    NOW);
        }
        counts.line("/var/log/mail.log", new LogReading.Other(), NOW);
    }

    @ParameterizedTest
    @MethodSource("contract")
    void each_metric_of_the_contract_has_its_name_type_and_labels(Promise promise) {
        Scrape scrape = watched.scrape();

        assertThat(scrape.types()).containsEntry(promise.name(), promise.type());
        assertThat(scrape.helps().get(promise.name())).isNotBlank();
        assertThat(scrape.all(promise.sample()))
                .isNotEmpty()
                .allSatisfy(s -> assertThat(s.labels()).containsOnlyKeys(promise.labels()));
    }

    @Test
    void there_is_no_metric_besides_those_of_the_contract() throws IOException {
        assertThat(watched.scrape().types().keySet())
                .filteredOn(ExpositionTest::ours)
                .containsExactlyInAnyOrderElementsOf(contract().map(Promise::name).toList());
    }

    @Test
    void the_process_is_measured_under_the_usual_names() {
        assertThat(watched.scrape().types())
                .containsKeys(
                        "process_cpu_seconds_total",
                        "process_start_time_seconds",
                        "jvm_memory_used_bytes");
    }

    private static boolean ours(String name) {
        return name.startsWith("smtp_");
    }

    @Test
    void no_help_text_needs_escaping() {
        assertThat(Arrays.stream(Metric.values()).map(Metric::help))
                .allSatisfy(help -> assertThat(help).matches("[^\"\\\\\n]+"));
    }

    @Test
    void a_scraper_that_does_not_read_holds_up_nobody() throws InterruptedException {
        Target[] targets =
                IntStream.range(0, 20)
                        .mapToObj(i -> target("d" + i + ".example"))
                        .toArray(Target[]::new);
        Watched slow = new Watched(targets);
        StuckStream stuck = new StuckStream();
        Thread scraper = Thread.startVirtualThread(() -> slow.write(Format.TEXT, stuck));
        stuck.reached.await();

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> {
                    for (Target target : targets) {
                        slow.round(target, Status.PENDING);
                        slow.board.post(target, new LedgerEntry.Attempt(Provider.OTHER, "default"));
                    }
                });
        stuck.open.countDown();
        scraper.join();
    }

    /** Takes the first bytes, and no more until it is opened. */
    private static final class StuckStream extends OutputStream {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void write(int octet) throws IOException {
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    @Test
    void every_sample_belongs_to_a_metric_that_is_described() {
        Scrape scrape = watched.scrape();
        assertThat(scrape.samples())
                .extracting(Sample::name)
                .map(name -> name.replaceFirst("_seconds_(bucket|count|sum)$", "_seconds"))
                .allMatch(scrape.types()::containsKey);
    }

    @Test
    void openmetrics_says_the_same_and_ends_as_it_must() {
        String text = watched.text(Format.OPENMETRICS);

        assertThat(text).endsWith("\n# EOF\n");
        assertThat(text.lines().filter("# EOF"::equals)).hasSize(1);
        assertThat(text)
                .contains("# TYPE smtp_probe_results counter\n")
                .contains("# TYPE smtp_probe_build info\n")
                .contains("# TYPE smtp_probe_interval_seconds gauge\n");
        assertThat(names(Scrape.of(text))).isEqualTo(names(watched.scrape()));
    }

    private static Set<String> names(Scrape scrape) {
        return scrape.samples().stream()
                .map(Sample::name)
                .filter(ExpositionTest::ours)
                .collect(Collectors.toSet());
    }

    @Test
    void formats_are_labelled_with_their_versions() {
        assertThat(Format.TEXT.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(Format.OPENMETRICS.contentType())
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    }

    @Test
    void promtool_has_nothing_to_complain_about() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed");
        Process promtool =
                new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
                        .redirectErrorStream(true)
                        .start();
        try (OutputStream in = promtool.getOutputStream()) {
            in.write(watched.text(Format.TEXT).getBytes(UTF_8));
        }
        String complaints = new String(promtool.getInputStream().readAllBytes(), UTF_8);

        assertThat(complaints).isEmpty();
        assertThat(promtool.waitFor()).isZero();
    }

    @Test
    void the_names_in_the_code_are_those_of_the_contract() throws IOException {
        Stream<String> onDemand =
                Stream.of(
                        "probe_success",
                        "probe_duration_seconds",
                        "smtp_probe_result_age_seconds",
                        "smtp_probe_answer_info");
        assertThat(Arrays.stream(Metric.values()).map(Metric::published))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(contract().map(Promise::name), onDemand).toList());
    }
}
