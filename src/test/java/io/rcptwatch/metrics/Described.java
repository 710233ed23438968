package io.rcptwatch.metrics;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a metric is.
 *
 * @param name as a scrape in the text format shows it
 * @param type as there
 * @param unit by the ending of its name, as Prometheus wants it; empty where it has none
 * @param labels by their names, without those of a histogram's buckets
 */
public record Described(String name, String type, String unit, Set<String> labels, String help) {
    public Described {
        labels = new TreeSet<>(labels);
    }

    static Described of(Metric metric) {
        String type =
                switch (metric.kind()) {
                    case COUNTER -> "counter";
                    case GAUGE, INFO -> "gauge";
                    case HISTOGRAM -> "histogram";
                };
        return new Described(
                metric.published(),
                type,
                unit(metric.published()),
                Set.copyOf(metric.labelNames()),
                metric.help());
    }

    /** Every metric of a scrape in the text format. */
    public static List<Described> of(String text) {
        Scrape scrape = Scrape.of(text);
        return scrape.types().entrySet().stream()
                .map(
                        type ->
                                new Described(
                                        type.getKey(),
                                        type.getValue(),
                                        unit(type.getKey()),
                                        labels(type.getKey(), scrape),
                                        scrape.helps().getOrDefault(type.getKey(), "")))
                .toList();
    }

    private static Set<String> labels(String metric, Scrape scrape) {
        return scrape.samples().stream()
                .filter(s -> s.name().replaceFirst("_(bucket|count|sum)$", "").equals(metric))
                .flatMap(sample -> sample.labels().keySet().stream())
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toSet());
    }

    private static String unit(String name) {
        String bare = name.replaceFirst("_total$", "");
        return bare.endsWith("_timestamp_seconds")
                ? "seconds since 1970"
                : bare.endsWith("_seconds") ? "seconds" : bare.endsWith("_bytes") ? "bytes" : "";
    }

    /** Whether it is about mail, and not about the JVM or the process. */
    public boolean ours() {
        return name.startsWith("smtp_") || name.startsWith("probe_");
    }
}
