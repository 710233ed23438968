package io.rcptwatch.stack;

import static io.rcptwatch.stack.SandboxProfile.replaced;

import com.fasterxml.jackson.databind.JsonNode;
import io.rcptwatch.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A real Prometheus that scrapes an agent, and a real Alertmanager behind it, both with the
 * configuration that we ship; only faster.
 *
 * @param prometheus with our scrape configuration and our rules
 * @param alertmanager with our routes and inhibitions
 * @param webhook at which our receivers listen
 */
record Stack(Server prometheus, Server alertmanager, Webhook webhook) implements AutoCloseable {
    private static final String PROMETHEUS = "prometheus";
    private static final String[] ALERTMANAGER = {"prometheus-alertmanager", "alertmanager"};

    /** Whether tests that need it are to run. */
    static boolean wanted() {
        return Peers.required() || (Peers.here(PROMETHEUS) && Peers.here(ALERTMANAGER));
    }

    /**
     * Starts it.
     *
     * @param folder for everything that it writes
     * @param agent where the agent serves HTTP, as host and port
     */
    static Stack start(Path folder, String agent) throws IOException, InterruptedException {
        Path program = Peers.program(PROMETHEUS);
        Path manager = Peers.program(ALERTMANAGER);
        Webhook webhook = Webhook.start();
        Server alertmanager = alertmanager(folder.resolve("alertmanager"), manager, webhook);
        Server prometheus =
                prometheus(folder.resolve("prometheus"), program, agent, alertmanager.authority());
        return new Stack(prometheus, alertmanager, webhook);
    }

    private static Server alertmanager(Path folder, Path program, Webhook webhook)
            throws IOException, InterruptedException {
        String text = Files.readString(Shipped.ALERTMANAGER);
        text = replaced(text, "localhost:5001", webhook.authority());
        text = replaced(text, "group_wait: 30s", "group_wait: 1s");
        text = replaced(text, "group_interval: 5m", "group_interval: 1s");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("alertmanager.yml"), text);
        return Server.start(
                folder,
                program,
                "--config.file=alertmanager.yml",
                "--storage.path=data",
                "--cluster.listen-address=");
    }

    private static Server prometheus(Path folder, Path program, String agent, String alertmanager)
            throws IOException, InterruptedException {
        String text = Files.readString(Shipped.PROMETHEUS.resolve("prometheus.yml"));
        text = replaced(text, "localhost:9025", agent);
        text = replaced(text, "localhost:9093", alertmanager);
        text = replaced(text, "_interval: 15s", "_interval: 1s");
        String rules = Files.readString(Shipped.RULES);
        // What waits a minute longer than the alert that holds it back still does.
        rules = replaced(rules, " for: 6m\n", " for: 5000ms\n");
        rules = rules.replaceAll("\\bfor: (?!5000ms)\\w+", "for: 2s");
        rules = rules.replaceAll("firing_for: \\w+", "firing_for: 1s");
        rules = rules.replaceAll("\\binterval: \\w+", "interval: 1s");
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules/rcptwatch.yml"), rules);
        Files.writeString(folder.resolve("prometheus.yml"), text);
        return Server.start(
                folder, program, "--config.file=prometheus.yml", "--storage.tsdb.path=data");
    }

    /** What an expression is now. */
    JsonNode value(String expression) throws IOException, InterruptedException {
        JsonNode answer = prometheus.get("/api/v1/query", "query", expression);
        if (!answer.get("status").asText().equals("success")) {
            throw new IOException(expression + ": " + answer.get("error").asText());
        }
        return answer.get("data").get("result");
    }

    @Override
    public void close() {
        prometheus.close();
        alertmanager.close();
        webhook.close();
    }
}
