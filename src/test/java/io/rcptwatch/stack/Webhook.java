package io.rcptwatch.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears what Alertmanager has to say. */
final class Webhook implements AutoCloseable {
    private final HttpServer server;
    private final List<Notice> notices = new CopyOnWriteArrayList<>();

    /**
     * One alert of a notification.
     *
     * @param receiver who is told
     * @param group the labels that the alerts of this notification share by our routes
     * @param alert the alert, in the form of Alertmanager's webhook
     */
    record Notice(String receiver, JsonNode group, JsonNode alert) {
        /** Whether it fires, is of that name, and about that domain; empty: about none. */
        boolean tells(String name, String domain) {
            JsonNode labels = alert.get("labels");
            return labels.get("alertname").asText().equals(name)
                    && labels.path("domain").asText().equals(domain)
                    && alert.get("status").asText().equals("firing");
        }
    }

    private Webhook(HttpServer server) {
        this.server = server;
    }

    static Webhook start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Webhook webhook = new Webhook(server);
        server.createContext("/", webhook::hear);
        server.start();
        return webhook;
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            JsonNode notification = new ObjectMapper().readTree(body);
            String receiver = notification.get("receiver").asText();
            JsonNode group = notification.get("groupLabels");
            notification
                    .get("alerts")
                    .forEach(alert -> notices.add(new Notice(receiver, group, alert)));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** Where it listens, as host and port. */
    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Everything that was said until now. */
    List<Notice> notices() {
        return notices;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
