package io.rcptwatch.mtasts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;

/** An HTTPS server on loopback; what it answers is a test's own code. */
final class PolicyServer implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile HttpHandler handler;

    PolicyServer(SSLContext tls, HttpHandler handler) throws IOException {
        this.handler = handler;
        server =
                HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 9);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Serves that text as a policy should be served. */
    static HttpHandler policy(String text) {
        return page(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    static HttpHandler page(int status, String type, byte[] body) {
        return exchange -> {
            if (!type.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", type);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
    }

    void now(HttpHandler other) {
        handler = other;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Each like {@code GET /path for sni from agent}. */
    List<String> requests() {
        return requests;
    }

    private void serve(HttpExchange exchange) throws IOException {
        ExtendedSSLSession session =
                (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
        requests.add(
                exchange.getRequestMethod()
                        + " "
                        + exchange.getRequestURI()
                        + " for "
                        + ((SNIHostName) session.getRequestedServerNames().getFirst())
                                .getAsciiName()
                        + " from "
                        + exchange.getRequestHeaders().getFirst("User-Agent"));
        handler.handle(exchange);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
