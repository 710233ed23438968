package io.rcptwatch.cli;

import io.quarkus.runtime.Quarkus;
import io.rcptwatch.app.ConfigurationReading;
import io.rcptwatch.app.Daemon;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        exitCodeList = {
            "0:stopped",
            "1:could not start, as where its port or its state file is in use",
            "2:a mistake in the configuration"
        })
final class RunCommand implements Callable<Integer> {
    private static final int COULD_NOT_START = 1;

    @Mixin private ConfigurationOption configuration = new ConfigurationOption();

    @Option(
            names = "--listen",
            paramLabel = "[ADDRESS]:PORT",
            defaultValue = "127.0.0.1:9025",
            converter = ListenAddress.Converter.class,
            description =
                    "Where HTTP is served; :PORT is every address (default: ${DEFAULT-VALUE}).")
    private ListenAddress listen = new ListenAddress("127.0.0.1", 9025);

    @Mixin private LogOptions log = new LogOptions();

    @Override
    public Integer call() {
        // Before anything starts, so that a mistake costs no stack trace.
        Optional<ConfigurationReading.Fit> fit = configuration.read(System.err);
        if (fit.isEmpty()) {
            return Rcptwatch.WRONG;
        }
        // Not a mistake in the file: what is missing or in use now may be right when systemd tries
        // again.
        if (!ConfigurationOption.none(fit.get().complaintsHere(Optional.empty()), System.err)) {
            return COULD_NOT_START;
        }
        Daemon.give(fit.get());
        System.setProperty("quarkus.http.host", listen.host());
        System.setProperty("quarkus.http.port", Integer.toString(listen.port()));
        log.apply();
        Quarkus.run(RunApplication.class, RunCommand::end);
        return 0;
    }

    /** Ends the process; a signal ends it so, too, with 128 and its number. */
    private static void end(int code, @Nullable Throwable failure) {
        if (failure != null) {
            StartFailure.print(failure, System.err);
        }
        System.exit(code);
    }
}
