package io.rcptwatch.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says where the page is once everything is up, and runs until it is told to stop. */
public final class RunApplication implements QuarkusApplication {
    private final HttpServer http;
    private final String host;

    @Inject
    RunApplication(HttpServer http, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.http = http;
        this.host = host;
    }

    @Override
    public int run(String... args) {
        // Standard output, not the log: it is what a person who started it waits for.
        System.out.printf("Rcptwatch is at http://%s:%d/%n", shown(host), http.getPort());
        Quarkus.waitForExit();
        return 0;
    }

    private static String shown(String host) {
        return switch (host) {
            case "0.0.0.0", "::" -> "localhost";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }
}
