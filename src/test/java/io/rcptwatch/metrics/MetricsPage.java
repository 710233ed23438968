package io.rcptwatch.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code config/docs/metrics.md}: every metric on one page of Markdown. */
public final class MetricsPage {
    static final Path FILE = Path.of("config/docs/metrics.md");

    private static final Pattern ROW =
            Pattern.compile(
                    "\\| `([a-z_]+)` \\| (\\w+)(?:, ([a-z0-9 ]+))? \\| ([^|]*) \\| ([^|]+) \\|");

    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private static final String HEAD =
            """
            <!-- Generated: make docs -->

            # Every metric

            What `/metrics` shows, by its name in the text format; [what to do with it](../../README.md#metrics) stands in the
            README. A gauge whose name ends in `_info` is always 1: its labels are what it says. `NaN` is "nobody knows". A
            histogram has the series `_bucket`, `_sum` and `_count`. Prometheus adds `job` and `instance`.

            Everything that is known in advance is there from the first scrape, with 0. Gauges about domains and hosts show the
            latest finished round: they change together, and what is no longer there vanishes.
            """;

    private static final String LABELS =
            """
            They come from the configuration, from the names of mail hosts in the DNS, from codes and from the closed sets below,
            never from the words of a reply.
            """;

    private static final String MACHINE =
            """
            Under the names that every exporter of this client has. The `process_` ones are there on Linux.
            """;

    private static final Map<Metric, String> SECTIONS =
            new EnumMap<>(
                    Map.of(
                            Metric.ATTEMPTS, "Conversations and replies",
                            Metric.SUCCESS, "How domains and their hosts stand",
                            Metric.TLS, "TLS",
                            Metric.SKIPPED, "The pace: who is left out, waited for, left alone",
                            Metric.IDENTITY_CHECK, "Our own side",
                            Metric.UNWELL, "The agent",
                            Metric.PROBE_SUCCESS, "Only at `/probe`"));

    private final StringBuilder page = new StringBuilder(HEAD);

    private MetricsPage() {}

    /**
     * Writes the page anew.
     *
     * @param samples in the text format, at least one of every metric of ours
     * @param machine what there is about the JVM and the process
     */
    static String of(String samples, List<Described> machine) {
        MetricsPage page = new MetricsPage();
        List<Metric> all = List.of(Metric.values());
        List<Metric> firsts = List.copyOf(SECTIONS.keySet());
        for (int i = 0; i < firsts.size(); i++) {
            int end = i + 1 < firsts.size() ? all.indexOf(firsts.get(i + 1)) : all.size();
            page.section(SECTIONS.getOrDefault(firsts.get(i), ""));
            page.metrics(all.subList(all.indexOf(firsts.get(i)), end), samples);
        }
        page.labels();
        page.machine(machine);
        return page.page.toString();
    }

    private void section(String title) {
        page.append("\n## ").append(title).append('\n');
    }

    private void metrics(List<Metric> metrics, String scrape) {
        table("metric", "type, unit", "labels", "what it says");
        for (Metric metric : metrics) {
            Described what = Described.of(metric);
            row(
                    "`" + what.name() + "`",
                    what.type() + (what.unit().isEmpty() ? "" : ", " + what.unit()),
                    codes(metric.labelNames()),
                    what.help());
        }
        page.append("\n```\n");
        metrics.forEach(metric -> page.append(example(metric, scrape)).append('\n'));
        page.append("```\n");
    }

    /** A sample that says something, if there is any. */
    private static String example(Metric metric, String scrape) {
        String start = metric.kind() == Metric.MetricKind.HISTOGRAM ? "_bucket" : "";
        Pattern sample = Pattern.compile(metric.published() + start + "[ {].*");
        return scrape.lines()
                .filter(line -> sample.matcher(line).matches())
                .min(
                        Comparator.comparing((String line) -> line.matches(".* (0|0\\.0|NaN)"))
                                .thenComparing(line -> line))
                .orElseThrow(() -> new IllegalStateException("no " + metric.published()));
    }

    private void labels() {
        section("Labels");
        page.append('\n').append(LABELS);
        table("label", "values", "");
        for (LabelValues label : LabelValues.ALL) {
            row(
                    "`"
                            + label.label()
                            + "`"
                            + (label.metric().isEmpty() ? "" : " of `" + label.metric() + "`"),
                    codes(label.listed()),
                    label.words());
        }
    }

    private void machine(List<Described> all) {
        section("The JVM and the process");
        page.append('\n').append(MACHINE);
        table("metric", "type, unit", "labels", "what it says");
        all.stream()
                .filter(described -> !described.ours())
                .sorted(Comparator.comparing(Described::name))
                .forEach(
                        what ->
                                row(
                                        "`" + what.name() + "`",
                                        what.type()
                                                + (what.unit().isEmpty() ? "" : ", " + what.unit()),
                                        codes(List.copyOf(what.labels())),
                                        what.help()));
    }

    private static String codes(List<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    private void table(String... columns) {
        page.append('\n');
        row(columns);
        page.append("|").append(" --- |".repeat(columns.length)).append('\n');
    }

    private void row(String... cells) {
        page.append(Arrays.stream(cells).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Every metric that the page lists. */
    public static List<Described> listed() throws IOException {
        return ROW.matcher(Files.readString(FILE)).results().map(MetricsPage::read).toList();
    }

    private static Described read(MatchResult row) {
        String unit = row.group(3);
        Set<String> labels =
                CODE.matcher(row.group(4))
                        .results()
                        .map(m -> m.group(1))
                        .collect(Collectors.toSet());
        return new Described(
                row.group(1), row.group(2), unit == null ? "" : unit, labels, row.group(5));
    }

    /** Every sample of a scrape with a label value that the page does not know, for people. */
    public static List<String> strangers(String scrape) {
        return Scrape.of(scrape).samples().stream()
                .filter(sample -> sample.name().startsWith("smtp_"))
                .flatMap(MetricsPage::strangers)
                .distinct()
                .toList();
    }

    private static Stream<String> strangers(Scrape.Sample sample) {
        return sample.labels().entrySet().stream()
                .filter(label -> !label.getKey().equals("le"))
                .filter(
                        label ->
                                LabelValues.ALL.stream()
                                        .filter(v -> v.concerns(sample.name(), label.getKey()))
                                        .noneMatch(v -> v.allow(label.getValue())))
                .map(label -> sample.name() + ": " + label);
    }
}
