package io.rcptwatch.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An expression that we ship.
 *
 * @param place where it stands, for people
 * @param expression ready to be sent to Prometheus
 * @param shown the labels of its result that are shown
 */
record Query(String place, String expression, Set<String> shown) {
    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");
    private static final Pattern VARIABLE = Pattern.compile("\"\\$[a-z]\\w*\"");
    private static final Pattern BELOW = Pattern.compile("\n(?=[a-z])");
    private static final Pattern FENCE = Pattern.compile("```promql\n(.*?)```", Pattern.DOTALL);

    @Override
    public String toString() {
        return place + ": " + expression;
    }

    /** Every panel of every dashboard, rows aside. */
    static List<JsonNode> panels(Path folder) throws IOException {
        return dashboards(folder).stream()
                .flatMap(dashboard -> stream(dashboard.get("panels")))
                .filter(panel -> !panel.get("type").asText().equals("row"))
                .toList();
    }

    /** Every query of every panel, for everything, as Grafana would send it. */
    static List<Query> ofPanels(Path folder) throws IOException {
        return panels(folder).stream()
                .flatMap(panel -> stream(panel.get("targets")).map(target -> of(panel, target)))
                .toList();
    }

    private static Query of(JsonNode panel, JsonNode target) {
        return new Query(
                panel.get("title").asText() + ", " + target.get("refId").asText(),
                forEverything(target.get("expr").asText()),
                names(LEGEND, target.path("legendFormat").asText()));
    }

    /** What the variables of every dashboard can be chosen from. */
    static List<Query> ofVariables(Path folder) throws IOException {
        return dashboards(folder).stream()
                .flatMap(d -> stream(d.get("templating").get("list")))
                .filter(variable -> variable.get("type").asText().equals("query"))
                .map(variable -> variable.get("query").get("query").asText())
                .map(VALUES::matcher)
                .peek(values -> values.matches())
                .map(v -> new Query(v.group(), forEverything(v.group(1)), Set.of(v.group(2))))
                .toList();
    }

    /** The queries of every runbook. */
    static List<Query> ofRunbooks(Path folder) throws IOException {
        List<Query> queries = new ArrayList<>();
        for (Path page : files(folder, ".md")) {
            FENCE.matcher(Files.readString(page))
                    .results()
                    .flatMap(fence -> BELOW.splitAsStream(fence.group(1)))
                    .map(query -> new Query(page.getFileName().toString(), query, Set.of()))
                    .forEach(queries::add);
        }
        return queries;
    }

    private static String forEverything(String expression) {
        String all = expression.replace("$__rate_interval", "1m").replace("$__range", "1h");
        return VARIABLE.matcher(all).replaceAll("\".+\"");
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
    }

    static List<JsonNode> dashboards(Path folder) throws IOException {
        List<JsonNode> dashboards = new ArrayList<>();
        for (Path file : files(folder, ".json")) {
            dashboards.add(new ObjectMapper().readTree(file.toFile()));
        }
        return dashboards;
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
