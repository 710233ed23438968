package io.rcptwatch.app;

import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.DomainNames;
import io.rcptwatch.config.LoadResult;
import io.rcptwatch.config.StateSettings;
import io.rcptwatch.config.UnfitException;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.sandbox.WorldFileException;
import io.rcptwatch.store.StateFile;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Identity;
import io.rcptwatch.verdict.OwnRules;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.watch.AdHocPolicy;
import io.rcptwatch.watch.EngineSettings;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.wire.SourceAddresses;
import io.rcptwatch.yaml.Mistake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The configuration, read and checked with all that it names: the one set of checks before a start,
 * a reload, a single probe, and for {@code check-config}.
 */
public sealed interface ConfigurationReading {
    /**
     * Nothing is wrong with it.
     *
     * @param judge with the operator's own rules
     */
    record Fit(Path file, Configuration configuration, ReplyClassifier judge)
            implements ConfigurationReading {
        /** The same, as the engine has it. */
        public EngineSettings settings() {
            return new EngineSettings(
                    configuration.targets(),
                    domain -> permit(configuration, domain),
                    configuration.resolution(),
                    configuration.politeness(),
                    configuration.egress(),
                    judge,
                    configuration.contact());
        }

        /**
         * What is right in the file and wrong on this machine now, one line each.
         *
         * @param own the state file that this process has open itself
         */
        public List<String> complaintsHere(Optional<Path> own) {
            return Stream.concat(
                            cannotAsk(configuration.identities()).stream(),
                            configuration.state().map(StateSettings::file).stream()
                                    .filter(state -> !Optional.of(state).equals(own))
                                    .filter(StateFile::inUse)
                                    .map(Fit::inUse))
                    .toList();
        }

        private static String inUse(Path state) {
            return state + ": state file in use by another agent";
        }

        /** A line for each address that identities connect from and this machine lacks. */
        public List<String> cannotAsk(Collection<Identity> identities) {
            return SourceAddresses.complaints(identities).stream()
                    .map(complaint -> file + ": " + complaint)
                    .toList();
        }

        /** A complaint about a key that can only be checked by trying. */
        String complaint(String key, String what) {
            return file + ":1:1: " + key + ": " + what;
        }
    }

    /**
     * Something is.
     *
     * @param complaints at least one, each {@code file:line:column: key: what is wrong}
     */
    record Unfit(List<String> complaints) implements ConfigurationReading {
        public Unfit {
            complaints = List.copyOf(complaints);
        }
    }

    /** Reads a file. */
    static ConfigurationReading of(Path file) {
        return of(file, Configuration.load(file));
    }

    /** Reads a file as though it listed that domain, too. */
    static ConfigurationReading of(Path file, DomainName domain) {
        return of(file, Configuration.loadWith(file, domain));
    }

    private static ConfigurationReading of(Path file, LoadResult result) {
        return switch (result) {
            case LoadResult.Loaded(Configuration configuration) -> of(file, configuration);
            case LoadResult.InvalidConfiguration(List<Mistake> mistakes) ->
                    new Unfit(mistakes.stream().map(Mistake::toString).toList());
        };
    }

    private static ConfigurationReading of(Path file, Configuration configuration) {
        OwnRules.Reading rules = OwnRules.read(configuration.rules());
        List<String> complaints =
                Stream.of(
                                ProberWiring.complaint(configuration.resolution()).stream(),
                                configuration
                                        .sandbox()
                                        .flatMap(ConfigurationReading::world)
                                        .stream(),
                                mistakes(rules).stream())
                        .flatMap(lines -> lines)
                        .toList();
        return complaints.isEmpty() && rules instanceof OwnRules.Reading.Read(ReplyClassifier judge)
                ? new Fit(file, configuration, judge)
                : new Unfit(complaints);
    }

    private static List<String> mistakes(OwnRules.Reading rules) {
        return switch (rules) {
            case OwnRules.Reading.Read _ -> List.of();
            case OwnRules.Reading.Refused(List<String> complaints) -> complaints;
        };
    }

    private static Optional<String> world(Path file) {
        try {
            Sandbox.check(file);
            return Optional.empty();
        } catch (WorldFileException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Optional.of(file + ":1:1: (file): cannot be read; allowed: a file of a sandbox");
        }
    }

    private static AdHocPolicy.Permit permit(Configuration configuration, String domain) {
        try {
            return configuration
                    .unlisted(DomainNames.parse(domain))
                    .<AdHocPolicy.Permit>map(AdHocPolicy.Permit.Granted::new)
                    .orElseGet(AdHocPolicy.Permit.Denied::new);
        } catch (UnfitException e) {
            return new AdHocPolicy.Permit.Absurd(e.complaint());
        }
    }
}
