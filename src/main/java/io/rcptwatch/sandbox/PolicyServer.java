package io.rcptwatch.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Serves the domains' MTA-STS policies over HTTPS (RFC 8461 §3.3). */
final class PolicyServer implements AutoCloseable {
    private static final String PATH = "/.well-known/mta-sts.txt";
    private static final int BACKLOG = 100;
    private static final int MAX_AGE_SECONDS = 86_400;

    private final HttpsServer server;
    private final Map<String, TlsPolicyRecords.PublishedPolicy> policies;

    private PolicyServer(HttpsServer server, List<Domain> domains) {
        this.server = server;
        this.policies =
                domains.stream()
                        .collect(
                                Collectors.toMap(
                                        domain -> "mta-sts." + domain.name(),
                                        domain -> domain.demands().mtaSts().orElseThrow()));
    }

    /** Serves at that address; nobody serves where no domain has a policy. */
    static Optional<PolicyServer> start(
            InetSocketAddress address,
            List<Domain> domains,
            Certificates certificates,
            Executor threads)
            throws IOException {
        List<Domain> having =
                domains.stream().filter(d -> d.demands().mtaSts().isPresent()).toList();
        if (having.isEmpty()) {
            return Optional.empty();
        }
        PolicyServer server = new PolicyServer(HttpsServer.create(address, BACKLOG), having);
        // Connections wait until its keys are made: nobody else need.
        threads.execute(() -> server.run(certificates, threads));
        return Optional.of(server);
    }

    private void run(Certificates certificates, Executor threads) {
        server.setHttpsConfigurator(
                new HttpsConfigurator(
                        certificates.contextFor(policies.keySet().stream().sorted().toList())));
        server.setExecutor(threads);
        server.createContext(PATH, this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
            TlsPolicyRecords.PublishedPolicy policy =
                    policies.get(host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT));
            if (policy == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] text = text(policy).getBytes(US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    /** RFC 8461 §3.2. */
    private static String text(TlsPolicyRecords.PublishedPolicy policy) {
        String hosts =
                policy.mx().stream().map(mx -> "mx: " + mx + "\r\n").collect(Collectors.joining());
        return "version: STSv1\r\nmode: "
                + policy.mode().name().toLowerCase(Locale.ROOT)
                + "\r\n"
                + hosts
                + "max_age: "
                + MAX_AGE_SECONDS
                + "\r\n";
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
