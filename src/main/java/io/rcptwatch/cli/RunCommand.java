package io.rcptwatch.cli;

import io.quarkus.runtime.Quarkus;
import io.rcptwatch.app.ConfigurationReading;
import io.rcptwatch.app.Daemon;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: the agent. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Probes the configured domains until it is stopped, and tells Prometheus.",
            "SIGTERM ends it within 10 seconds, with a QUIT to every open conversation."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped", "1:could not start", "2:a mistake in the configuration"})
final class RunCommand implements Callable<Integer> {
    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Option(
            names = "--listen",
            paramLabel = "[ADDRESS]:PORT",
            defaultValue = "127.0.0.1:9025",
            converter = ListenAddress.Converter.class,
            description =
                    "Where HTTP is served; :PORT is every address (default: ${DEFAULT-VALUE}).")
    private ListenAddress listen = new ListenAddress("127.0.0.1", 9025);

    @Override
    public Integer call() {
        // Before anything starts, so that a mistake costs no stack trace.
        Optional<ConfigurationReading.Fit> fit =
                configuration
                        .read(System.err)
                        .filter(
                                reading ->
                                        ConfigurationOption.none(
                                                reading.complaintsHere(Optional.empty()),
                                                System.err));
        if (fit.isEmpty()) {
            return Rcptwatch.WRONG;
        }
        Daemon.give(fit.get());
        System.setProperty("quarkus.http.host", listen.host());
        System.setProperty("quarkus.http.port", Integer.toString(listen.port()));
        Quarkus.run(RunApplication.class);
        return 0;
    }
}
