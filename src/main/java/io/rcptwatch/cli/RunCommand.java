package io.rcptwatch.cli;

import io.quarkus.runtime.Quarkus;
import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.StateSettings;
import io.rcptwatch.store.StateFile;
import java.nio.file.Path;
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
            defaultValue = ":9025",
            converter = ListenAddress.Converter.class,
            description = "Where HTTP is served (default: ${DEFAULT-VALUE}, at every address).")
    private ListenAddress listen = new ListenAddress("", 9025);

    @Override
    public Integer call() {
        // Before anything starts, so that a mistake costs nobody a stack trace.
        boolean fit =
                configuration
                        .load(System.err)
                        .filter(loaded -> configuration.canAsk(loaded.identities(), System.err))
                        .filter(loaded -> ConfigurationOption.canLookUp(loaded, System.err))
                        .filter(RunCommand::rulesAreFit)
                        .filter(RunCommand::stateIsFree)
                        .isPresent();
        if (!fit) {
            return Rcptwatch.WRONG;
        }
        System.setProperty("rcptwatch.config", configuration.file().toString());
        System.setProperty("quarkus.http.host", listen.host());
        System.setProperty("quarkus.http.port", Integer.toString(listen.port()));
        Quarkus.run(RunApplication.class);
        return 0;
    }

    /** Two agents with one state would ask everybody twice as often. */
    private static boolean stateIsFree(Configuration loaded) {
        Optional<Path> taken = loaded.state().map(StateSettings::file).filter(StateFile::inUse);
        taken.ifPresent(
                file ->
                        System.err.println(
                                file + " is in use: another agent runs with this state"));
        return taken.isEmpty();
    }

    /** Reading the rules that we ship would delay the start: only the operator's are checked. */
    private static boolean rulesAreFit(Configuration loaded) {
        return loaded.rules().isEmpty()
                || ConfigurationOption.judge(loaded, System.err).isPresent();
    }
}
