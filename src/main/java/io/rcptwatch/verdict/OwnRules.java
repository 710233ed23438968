package io.rcptwatch.verdict;

import io.rcptwatch.yaml.Mistake;
import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.YamlDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a file of the operator's own rules: the form of the rules that we ship, and the same
 * demands. Each rule has to win its samples and to leave its counter samples to others, so that
 * none stands there that can never win.
 */
public final class OwnRules {
    private static final int MOST_MEBIBYTES = 1; // Some thousand rules.

    private final ReplyClassifier shipped;

    private OwnRules(ReplyClassifier shipped) {
        this.shipped = shipped;
    }

    /** What came of reading it. */
    public sealed interface Reading {
        /** Nothing is wrong. */
        record Read(ReplyClassifier judge) implements Reading {}

        /**
         * Something is.
         *
         * @param complaints at least one, each {@code file:line:column: key: what is wrong}
         */
        record Refused(List<String> complaints) implements Reading {
            public Refused {
                complaints = List.copyOf(complaints);
            }
        }
    }

    /** A judge who asks the rules of that file, if there is one, before those that we ship. */
    public static Reading read(Optional<Path> file) {
        return file.map(OwnRules::read)
                .orElseGet(() -> new Reading.Read(ReplyClassifier.standard()));
    }

    /** A judge who asks the rules of that file before those that we ship. */
    public static Reading read(Path file) {
        Mistakes mistakes = new Mistakes(file.toString());
        ReplyClassifier shipped = ReplyClassifier.standard();
        List<Rule> rules =
                YamlDocument.read(file, MOST_MEBIBYTES, mistakes)
                        .map(node -> new OwnRules(shipped).rules(file.toString(), node, mistakes))
                        .orElse(List.of());
        return mistakes.none()
                ? new Reading.Read(shipped.with(rules))
                : new Reading.Refused(
                        mistakes.inFileOrder().stream().map(Mistake::toString).toList());
    }

    private List<Rule> rules(String file, Node document, Mistakes mistakes) {
        Set<String> ids = new HashSet<>(shipped.ruleIds());
        List<Rule> above = new ArrayList<>();
        TableRow.read(
                file, document, Rule.KEYS, row -> above.add(proven(row, ids, above)), mistakes);
        return above;
    }

    private Rule proven(TableRow row, Set<String> ids, List<Rule> above) {
        Rule rule = Rule.of(row);
        if (!ids.add(rule.id())) {
            throw row.wrong("id", rule.id() + " is taken; allowed: a name that no other rule has");
        }
        rule.conditions().providers().stream()
                .filter(provider -> !shipped.providers().all().contains(provider))
                .findFirst()
                .ifPresent(
                        stranger -> {
                            throw row.wrong(
                                    "providers",
                                    "there is no provider "
                                            + stranger
                                            + "; allowed: "
                                            + shipped.providers().all());
                        });
        List<Rule> asked = new ArrayList<>(above);
        asked.add(rule);
        prove(rule, row, shipped.with(asked));
        return rule;
    }

    private static void prove(Rule rule, TableRow row, ReplyClassifier judge) {
        for (Sample sample : Sample.of(rule)) {
            String winner = sample.verdict(judge).rule();
            if (!winner.equals(rule.id())) {
                throw row.wrong(
                        "samples", winner + " wins “" + sample.reply() + "”, not this rule");
            }
        }
        for (Sample sample : Sample.counterSamplesOf(rule)) {
            if (sample.verdict(judge).rule().equals(rule.id())) {
                throw row.wrong("counter_samples", "it wins “" + sample.reply() + "”");
            }
        }
    }
}
