package io.rcptwatch.cli;

import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.LoadResult;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Identity;
import io.rcptwatch.verdict.OwnRules;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.wire.SourceAddresses;
import io.rcptwatch.yaml.Mistake;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
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

    /** Loads it; what is wrong with it is printed, one line each, and then there is none. */
    Optional<Configuration> load(PrintStream complaints) {
        return load(file, complaints);
    }

    /** Loads it as though it listed that domain. */
    Optional<Configuration> loadWith(DomainName domain, PrintStream complaints) {
        return loaded(Configuration.loadWith(file, domain), complaints);
    }

    /**
     * Whether this machine has the addresses that these identities connect from; of each one that
     * it lacks, a line is printed. No matter of the file: it may be checked on another machine.
     */
    boolean canAsk(Collection<Identity> identities, PrintStream complaints) {
        List<String> missing = SourceAddresses.complaints(identities);
        missing.forEach(complaint -> complaints.println(file + ": " + complaint));
        return missing.isEmpty();
    }

    /** Whether names can be looked up as it says; where not, a line is printed. */
    static boolean canLookUp(Configuration configuration, PrintStream complaints) {
        Optional<String> complaint = ProberWiring.complaint(configuration.resolution());
        complaint.ifPresent(complaints::println);
        return complaint.isEmpty();
    }

    static Optional<Configuration> load(Path file, PrintStream complaints) {
        return loaded(Configuration.load(file), complaints);
    }

    /**
     * The judge that it asks for, with the operator's own rules if there are any. What is wrong
     * with those is printed, one line each, and then there is none.
     */
    static Optional<ReplyClassifier> judge(Configuration configuration, PrintStream complaints) {
        return switch (OwnRules.read(configuration.rules())) {
            case OwnRules.Reading.Read(ReplyClassifier judge) -> Optional.of(judge);
            case OwnRules.Reading.Refused(List<String> mistakes) -> {
                mistakes.forEach(complaints::println);
                yield Optional.empty();
            }
        };
    }

    private static Optional<Configuration> loaded(LoadResult loading, PrintStream complaints) {
        return switch (loading) {
            case LoadResult.Loaded(Configuration configuration) -> Optional.of(configuration);
            case LoadResult.InvalidConfiguration(List<Mistake> mistakes) -> {
                mistakes.forEach(complaints::println);
                yield Optional.empty();
            }
        };
    }
}
