package io.rcptwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The built agent in its sandbox, a real Prometheus that scrapes it and a real Alertmanager, all
 * with the files that we ship, of which only addresses are changed.
 */
record AlertStack(
        List<Child> programs, int agentPort, int prometheusPort, int managerPort, Inbox webhook)
        implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUIETLY = "log=$1; shift; exec \"$@\" >\"$log\" 2>&1";
    private static final Path PROMETHEUS = Path.of("config/prometheus");
    private static final Path MANAGER = Path.of("config/alertmanager/alertmanager.yml");

    static AlertStack start(Path configuration) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("alert-time");
        AlertStack stack =
                new AlertStack(
                        new ArrayList<>(),
                        Http.freePort(),
                        Http.freePort(),
                        Http.freePort(),
                        Inbox.start());
        System.out.printf("Logs are in %s%n", folder);
        stack.startAgent(configuration, folder);
        stack.startAlertmanager(folder);
        stack.startPrometheus(folder);
        Http.await(stack.agentPort, "/-/ready");
        Http.await(stack.managerPort, "/-/ready");
        Http.await(stack.prometheusPort, "/-/ready");
        return stack;
    }

    private void startAgent(Path configuration, Path folder) throws IOException {
        start(
                folder.resolve("agent.log"),
                "./rcptwatch",
                "run",
                "--config=" + configuration,
                "--listen=127.0.0.1:" + agentPort);
    }

    private void startAlertmanager(Path folder) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("alertmanager.yml"),
                        Files.readString(MANAGER)
                                .replace("localhost:5001", "127.0.0.1:" + webhook.port()));
        start(
                folder.resolve("alertmanager.log"),
                "prometheus-alertmanager",
                "--config.file=" + file,
                "--storage.path=" + folder.resolve("alertmanager"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + managerPort);
    }

    private void startPrometheus(Path folder) throws IOException {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.copy(PROMETHEUS.resolve("rules/rcptwatch.yml"), rules.resolve("rcptwatch.yml"));
        Path file =
                Files.writeString(
                        folder.resolve("prometheus.yml"),
                        Files.readString(PROMETHEUS.resolve("prometheus.yml"))
                                .replace("localhost:9025", "127.0.0.1:" + agentPort)
                                .replace("localhost:9093", "127.0.0.1:" + managerPort));
        start(
                folder.resolve("prometheus.log"),
                "prometheus",
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + prometheusPort);
    }

    private void start(Path log, String... command) throws IOException {
        List<String> quietly =
                new ArrayList<>(List.of("sh", "-c", QUIETLY, "quietly", log.toString()));
        quietly.addAll(List.of(command));
        programs.add(Child.watched(quietly));
    }

    JsonNode agent(String path) throws IOException, InterruptedException {
        return JSON.readTree(Http.get(agentPort, path));
    }

    String metrics() throws IOException, InterruptedException {
        return Http.get(agentPort, "/metrics");
    }

    void switchTo(String domain, String behaviour) throws IOException, InterruptedException {
        Http.post(agentPort, "/api/v1/sandbox/" + domain + "?behaviour=" + behaviour);
    }

    /** The time of the oldest sample that an expression is true by; empty: by none. */
    Optional<Instant> since(String expression) throws IOException, InterruptedException {
        return result("timestamp(" + expression + ")")
                .valueStream()
                .map(sample -> instant(sample.path("value").path(1).asDouble()))
                .min(Instant::compareTo);
    }

    /** Now, where an expression is true by no sample any more. */
    Optional<Instant> none(String expression) throws IOException, InterruptedException {
        return result(expression).isEmpty() ? Optional.of(Instant.now()) : Optional.empty();
    }

    private JsonNode result(String expression) throws IOException, InterruptedException {
        return prometheus("query?query=" + URLEncoder.encode(expression, UTF_8)).path("result");
    }

    private JsonNode prometheus(String path) throws IOException, InterruptedException {
        return JSON.readTree(Http.get(prometheusPort, "/api/v1/" + path)).path("data");
    }

    private static Instant instant(double seconds) {
        return Instant.ofEpochMilli(Math.round(seconds * 1e3));
    }

    /** When the condition of an alert about a provider was first found to be so. */
    Optional<Instant> pendingSince(String alert, String provider)
            throws IOException, InterruptedException {
        return prometheus("alerts")
                .path("alerts")
                .valueStream()
                .filter(a -> isAbout(a, alert, provider))
                .map(a -> Instant.parse(a.path("activeAt").asText()))
                .min(Instant::compareTo);
    }

    /** Now, where Alertmanager knows of an alert about a provider. */
    Optional<Instant> inAlertmanager(String alert, String provider)
            throws IOException, InterruptedException {
        return JSON.readTree(Http.get(managerPort, "/api/v2/alerts"))
                .valueStream()
                .filter(a -> isAbout(a, alert, provider))
                .findFirst()
                .map(_ -> Instant.now());
    }

    private static boolean isAbout(JsonNode alert, String name, String provider) {
        JsonNode labels = alert.path("labels");
        return labels.path("alertname").asText().equals(name)
                && labels.path("provider").asText().equals(provider);
    }

    @Override
    public void close() throws IOException {
        for (Child program : programs) {
            program.close();
        }
        webhook.close();
    }
}
