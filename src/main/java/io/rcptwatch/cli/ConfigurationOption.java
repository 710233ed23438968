package io.rcptwatch.cli;

import io.rcptwatch.app.ConfigurationReading;
import io.rcptwatch.target.DomainName;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the configuration, the same for every command. */
final class ConfigurationOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "config/rcptwatch.yaml",
            description = "The configuration (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("config/rcptwatch.yaml");

    Path file() {
        return file;
    }

    /** Reads and checks it; what is wrong is printed, one line each, and then there is none. */
    Optional<ConfigurationReading.Fit> read(PrintStream complaints) {
        return read(file, complaints);
    }

    static Optional<ConfigurationReading.Fit> read(Path file, PrintStream complaints) {
        return fit(ConfigurationReading.of(file), complaints);
    }

    /** Reads it as though it listed that domain. */
    Optional<ConfigurationReading.Fit> readWith(DomainName domain, PrintStream complaints) {
        return fit(ConfigurationReading.of(file, domain), complaints);
    }

    private static Optional<ConfigurationReading.Fit> fit(
            ConfigurationReading reading, PrintStream complaints) {
        return switch (reading) {
            case ConfigurationReading.Fit fit -> Optional.of(fit);
            case ConfigurationReading.Unfit(List<String> mistakes) -> {
                mistakes.forEach(complaints::println);
                yield Optional.empty();
            }
        };
    }

    /** Whether nothing is wrong; what is, is printed. */
    static boolean none(List<String> wrong, PrintStream complaints) {
        wrong.forEach(complaints::println);
        return wrong.isEmpty();
    }
}
