package io.rcptwatch.cli;

import static java.lang.System.Logger.Level.INFO;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import io.rcptwatch.metrics.BuildInfo;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says where the page is once everything is up, and runs until it is told to stop. */
public final class RunApplication implements QuarkusApplication {
    private static final System.Logger LOG = System.getLogger(RunApplication.class.getName());

    private final HttpServer http;
    private final String host;

    @Inject
    RunApplication(HttpServer http, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.http = http;
        this.host = host;
    }

    @Override
    public int run(String... args) {
        LOG.log(
                INFO,
                "Rcptwatch {0} is at http://{1}:{2}/",
                BuildInfo.current().version(),
                shown(host),
                Integer.toString(http.getPort()));
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
