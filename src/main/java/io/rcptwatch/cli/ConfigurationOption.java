package io.rcptwatch.cli;

import io.rcptwatch.app.ConfigurationReading;
import io.rcptwatch.target.DomainName;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the configuration, the same for every command. */
final class ConfigurationOption {
    private static final Path IN_CHECKOUT = Path.of("config/rcptwatch.yaml");
    private static final Path INSTALLED = Path.of("/etc/rcptwatch/rcptwatch.yaml");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = {
                "The configuration (default: RCPTWATCH_CONFIG, else config/rcptwatch.yaml, else",
                "/etc/rcptwatch/rcptwatch.yaml)."
            })
    private @Nullable Path file;

    /** The file that is named, or else the first of the usual places. */
    Path file() {
        return file == null
                ? usual(Optional.ofNullable(System.getenv("RCPTWATCH_CONFIG")), Path.of(""))
                : file;
    }

    /**
     * Where the configuration is looked for if no option names it.
     *
     * @param named by the environment
     * @param folder the current one
     */
    static Path usual(Optional<String> named, Path folder) {
        if (named.filter(name -> !name.isEmpty()).isPresent()) {
            return Path.of(named.get());
        }
        Path here = folder.resolve(IN_CHECKOUT);
        return Files.exists(here) || !Files.exists(INSTALLED) ? here : INSTALLED;
    }

    /** Reads and checks it; what is wrong is printed, one line each, and then there is none. */
    Optional<ConfigurationReading.Fit> read(PrintStream complaints) {
        return read(file(), complaints);
    }

    static Optional<ConfigurationReading.Fit> read(Path file, PrintStream complaints) {
        return fit(ConfigurationReading.of(file), complaints);
    }

    /** Reads it as though it listed that domain. */
    Optional<ConfigurationReading.Fit> readWith(DomainName domain, PrintStream complaints) {
        return fit(ConfigurationReading.of(file(), domain), complaints);
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
