package io.rcptwatch.app;

import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.DomainNames;
import io.rcptwatch.config.LoadResult;
import io.rcptwatch.config.UnfitException;
import io.rcptwatch.verdict.OwnRules;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.watch.AdHocPolicy;
import io.rcptwatch.watch.AgentSettings;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.wire.SourceAddresses;
import io.rcptwatch.yaml.Mistake;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What came of reading the configuration with all that it names. */
sealed interface ConfigurationReading {
    /**
     * Nothing is wrong with it.
     *
     * @param settings the same, as the agent has it
     */
    record Fit(Configuration configuration, AgentSettings settings)
            implements ConfigurationReading {}

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
        return switch (Configuration.load(file)) {
            case LoadResult.Loaded(Configuration configuration) -> of(configuration);
            case LoadResult.InvalidConfiguration(List<Mistake> mistakes) ->
                    new Unfit(mistakes.stream().map(Mistake::toString).toList());
        };
    }

    private static ConfigurationReading of(Configuration configuration) {
        List<String> elsewhere = notHere(configuration);
        return elsewhere.isEmpty() ? judged(configuration) : new Unfit(elsewhere);
    }

    /** What is right in the file, and wrong on this machine. */
    private static List<String> notHere(Configuration configuration) {
        return Stream.concat(
                        SourceAddresses.complaints(configuration.identities()).stream(),
                        ProberWiring.complaint(configuration.resolution()).stream())
                .toList();
    }

    private static ConfigurationReading judged(Configuration configuration) {
        return switch (OwnRules.read(configuration.rules())) {
            case OwnRules.Reading.Read(ReplyClassifier judge) ->
                    new Fit(configuration, settings(configuration, judge));
            case OwnRules.Reading.Refused(List<String> complaints) -> new Unfit(complaints);
        };
    }

    private static AgentSettings settings(Configuration configuration, ReplyClassifier judge) {
        return new AgentSettings(
                configuration.targets(),
                domain -> permit(configuration, domain),
                configuration.resolution(),
                configuration.politeness(),
                judge,
                configuration.contact());
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
