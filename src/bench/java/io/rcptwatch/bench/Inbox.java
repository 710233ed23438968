package io.rcptwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What Alertmanager's webhooks say, and when.
 *
 * @param letters each alert of each notification
 */
record Inbox(HttpServer server, List<Letter> letters) implements AutoCloseable {
    /** An alert that came in. */
    record Letter(Instant at, JsonNode alert) {
        boolean says(String name, String provider, String status) {
            return alert.path("labels").path("alertname").asText().equals(name)
                    && alert.path("labels").path("provider").asText().equals(provider)
                    && alert.path("status").asText().equals(status);
        }
    }

    static Inbox start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Inbox inbox = new Inbox(server, new CopyOnWriteArrayList<>());
        server.createContext("/", inbox::hear);
        server.start();
        return inbox;
    }

    private void hear(HttpExchange exchange) throws IOException {
        Instant now = Instant.now();
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            new ObjectMapper()
                    .readTree(body)
                    .path("alerts")
                    .forEach(alert -> letters.add(new Letter(now, alert)));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** When that was first told. */
    Optional<Instant> told(String alert, String provider, String status) {
        return letters.stream()
                .filter(letter -> letter.says(alert, provider, status))
                .map(Letter::at)
                .findFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
