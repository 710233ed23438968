package io.rcptwatch.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that a real Prometheus knows from scraping a real agent.
 *
 * @param labels by metric
 */
record Vocabulary(Map<String, Set<String>> labels) {
    static Vocabulary of(Server prometheus) throws IOException, InterruptedException {
        Map<String, Set<String>> labels = new HashMap<>();
        JsonNode all = prometheus.get("/api/v1/series", "match[]", "{__name__=~\".+\"}");
        for (JsonNode series : all.get("data")) {
            Set<String> names =
                    labels.computeIfAbsent(series.get("__name__").asText(), _ -> new HashSet<>());
            series.fieldNames().forEachRemaining(names::add);
        }
        // Since when an alert is active, with its labels: those of whatever it reads.
        labels.put(
                "ALERTS_FOR_STATE",
                labels.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        return new Vocabulary(labels);
    }

    /** Every name in a query that nothing has, for people; empty where all is well. */
    List<String> strangers(Query query) {
        Promql names = Promql.of(query.expression());
        Set<String> own = own(names);
        Stream<String> unknownMetrics =
                names.metrics().keySet().stream().filter(m -> !labels.containsKey(m));
        Stream<String> unmatchable =
                names.metrics().entrySet().stream()
                        .flatMap(
                                e ->
                                        e.getValue().stream()
                                                .filter(l -> !has(e.getKey(), l))
                                                .map(l -> e.getKey() + "." + l));
        Stream<String> unknownLabels =
                Stream.concat(names.labels().stream(), query.shown().stream())
                        .filter(l -> !own.contains(l));
        return Stream.of(unknownMetrics, unmatchable, unknownLabels)
                .flatMap(s -> s)
                .map(stranger -> query.place() + ": " + stranger)
                .toList();
    }

    private boolean has(String metric, String label) {
        return labels.getOrDefault(metric, Set.of()).contains(label);
    }

    private Set<String> own(Promql names) {
        return Stream.concat(
                        names.made().stream(),
                        names.metrics().keySet().stream()
                                .flatMap(metric -> labels.getOrDefault(metric, Set.of()).stream()))
                .collect(Collectors.toSet());
    }
}
