package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The objects for the Prometheus Operator, held to the files for a Prometheus without one. */
class OperatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("config/operator");
    private static final Path RULES = FOLDER.resolve("prometheusrule.yaml");

    private static final String HEAD =
            """
            # Generated: make docs
            # For the Prometheus Operator: the groups of config/prometheus/rules/rcptwatch.yml. A Prometheus selects PrometheusRules by
            # their labels: kubectl get prometheus -o jsonpath='{..ruleSelector}'
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: rcptwatch
              labels:
                app.kubernetes.io/name: rcptwatch
            spec:
            """;

    @Test
    void the_rules_are_those_of_the_file() throws IOException {
        if (System.getProperty("rcptwatch.pages", "").equals("write")) {
            String rules = Files.readString(Shipped.RULES);
            String groups = rules.substring(rules.indexOf("groups:"));
            Files.writeString(
                    RULES,
                    groups.lines()
                            .map(line -> line.isEmpty() ? "" : "  " + line)
                            .collect(Collectors.joining("\n", HEAD, "\n")));
        }
        JsonNode rule = documents(RULES).getFirst();
        assertThat(rule.path("kind").asText()).isEqualTo("PrometheusRule");
        assertThat(rule.path("spec"))
                .as("run: make docs")
                .isEqualTo(documents(Shipped.RULES).getFirst());
    }

    @Test
    void the_monitor_selects_the_service_and_names_the_job_of_the_alerts() throws IOException {
        JsonNode service = documents(FOLDER.resolve("servicemonitor.yaml")).getFirst();
        JsonNode monitor = documents(FOLDER.resolve("servicemonitor.yaml")).getLast();
        JsonNode labels = service.at("/metadata/labels");

        assertThat(monitor.at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(labels.path(monitor.at("/spec/jobLabel").asText()).asText())
                .isEqualTo("rcptwatch");
        assertThat(monitor.at("/spec/endpoints/0/port").asText())
                .isEqualTo(service.at("/spec/ports/0/name").asText());
    }

    @Test
    void the_probe_asks_the_service_under_another_job() throws IOException {
        JsonNode service = documents(FOLDER.resolve("servicemonitor.yaml")).getFirst();
        JsonNode probe = documents(FOLDER.resolve("probe.yaml")).getFirst().path("spec");

        assertThat(probe.at("/prober/url").asText())
                .isEqualTo(
                        service.at("/metadata/name").asText()
                                + ":"
                                + service.at("/spec/ports/0/port").asText());
        assertThat(probe.at("/prober/path").asText()).isEqualTo("/probe");
        assertThat(probe.path("jobName").asText()).isNotEqualTo("rcptwatch");
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        Iterable<Object> documents = new Yaml().loadAll(Files.readString(file));
        return StreamSupport.stream(documents.spliterator(), false)
                .<JsonNode>map(JSON::valueToTree)
                .toList();
    }
}
