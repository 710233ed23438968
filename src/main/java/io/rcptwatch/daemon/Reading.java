package io.rcptwatch.daemon;

import io.rcptwatch.agent.Instruments;
import io.rcptwatch.agent.Settings;
import io.rcptwatch.agent.Unlisted;
import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.DomainNames;
import io.rcptwatch.config.Loading;
import io.rcptwatch.config.Mistake;
import io.rcptwatch.config.UnfitException;
import io.rcptwatch.verdict.Judge;
import io.rcptwatch.verdict.OwnRules;
import io.rcptwatch.wire.SourceAddresses;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What came of reading the configuration with all that it names. */
sealed interface Reading {
    /**
     * Nothing is wrong with it.
     *
     * @param settings the same, as the agent has it
     */
    record Fit(Configuration configuration, Settings settings) implements Reading {}

    /**
     * Something is.
     *
     * @param complaints at least one, each {@code file:line:column: key: what is wrong}
     */
    record Unfit(List<String> complaints) implements Reading {
        public Unfit {
            complaints = List.copyOf(complaints);
        }
    }

    /** Reads a file. */
    static Reading of(Path file) {
        return switch (Configuration.load(file)) {
            case Loading.Loaded(Configuration configuration) -> of(configuration);
            case Loading.Refused(List<Mistake> mistakes) ->
                    new Unfit(mistakes.stream().map(Mistake::toString).toList());
        };
    }

    private static Reading of(Configuration configuration) {
        List<String> elsewhere = notHere(configuration);
        return elsewhere.isEmpty() ? judged(configuration) : new Unfit(elsewhere);
    }

    /** What is right in the file, and wrong on this machine. */
    private static List<String> notHere(Configuration configuration) {
        return Stream.concat(
                        SourceAddresses.complaints(configuration.identities()).stream(),
                        Instruments.complaint(configuration.resolution()).stream())
                .toList();
    }

    private static Reading judged(Configuration configuration) {
        return switch (OwnRules.read(configuration.rules())) {
            case OwnRules.Reading.Read(Judge judge) ->
                    new Fit(configuration, settings(configuration, judge));
            case OwnRules.Reading.Refused(List<String> complaints) -> new Unfit(complaints);
        };
    }

    private static Settings settings(Configuration configuration, Judge judge) {
        return new Settings(
                configuration.targets(),
                domain -> permit(configuration, domain),
                configuration.resolution(),
                configuration.politeness(),
                judge,
                configuration.contact());
    }

    private static Unlisted.Permit permit(Configuration configuration, String domain) {
        try {
            return configuration
                    .unlisted(DomainNames.parse(domain))
                    .<Unlisted.Permit>map(Unlisted.Permit.Granted::new)
                    .orElseGet(Unlisted.Permit.Denied::new);
        } catch (UnfitException e) {
            return new Unlisted.Permit.Absurd(e.complaint());
        }
    }
}
