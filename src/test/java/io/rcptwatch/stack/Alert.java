package io.rcptwatch.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * An alert that we ship.
 *
 * @param name its name
 * @param rule the whole of it, as the file says it
 */
record Alert(String name, JsonNode rule) {
    // printf "metric{label=%q}" $labels.label | query
    private static final Pattern LOOK_UP =
            Pattern.compile("printf \"([^\"]*%q[^\"]*)\"[^}]*\\| query");
    private static final Pattern SHOWN = Pattern.compile("\\$labels\\.(\\w+)");
    private static final Pattern LOOKED_UP = Pattern.compile("[ (]\\.Labels\\.(\\w+)");

    static List<Alert> of(Path file) throws IOException {
        return rules(file)
                .filter(rule -> rule.has("alert"))
                .map(rule -> new Alert(rule.get("alert").asText(), rule))
                .toList();
    }

    /** What is recorded for alerts and dashboards. */
    static List<Query> recordings(Path file) throws IOException {
        return rules(file)
                .filter(rule -> rule.has("record"))
                .map(r -> new Query(r.get("record").asText(), r.get("expr").asText(), Set.of()))
                .toList();
    }

    private static Stream<JsonNode> rules(Path file) throws IOException {
        JsonNode rules = new ObjectMapper().valueToTree(new Yaml().load(Files.readString(file)));
        return rules.get("groups").findValues("rules").stream().flatMap(JsonNode::valueStream);
    }

    @Override
    public String toString() {
        return name;
    }

    String severity() {
        return rule.at("/labels/severity").asText();
    }

    String team() {
        return rule.at("/labels/team").asText();
    }

    String annotation(String key) {
        return rule.get("annotations").path(key).asText();
    }

    /** What must be so for it to fire. */
    Query expression() {
        return new Query(name, rule.get("expr").asText(), names(SHOWN, annotations()));
    }

    /** What its annotations look up when it is sent, each with the labels that are shown of it. */
    List<Query> lookUps() {
        return Stream.of(annotations().split("(?=printf \"[^\"]*%q)", -1))
                .flatMap(part -> LOOK_UP.matcher(part).results().map(m -> lookUp(m.group(1), part)))
                .toList();
    }

    private Query lookUp(String query, String part) {
        return new Query(
                name + ", look-up", query.replaceAll("=~?%q", "=~\".*\""), names(LOOKED_UP, part));
    }

    private String annotations() {
        return Stream.of("summary", "description", "dashboard_url")
                .map(this::annotation)
                .collect(Collectors.joining("\n"));
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
    }
}
