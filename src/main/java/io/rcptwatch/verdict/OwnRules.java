package io.rcptwatch.verdict;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a file of the operator's own rules: the form of the rules that we ship, and the same
 * demands. Each rule has to win its samples and to leave its counter samples to others, so that
 * none stands there that can never win.
 */
public final class OwnRules {
    // Some thousand rules.
    private static final int MOST_BYTES = 1024 * 1024;

    private final String file;
    private final ReplyClassifier shipped;
    private final List<String> complaints = new ArrayList<>();

    private OwnRules(Path file, ReplyClassifier shipped) {
        this.file = file.toString();
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
        return new OwnRules(file, ReplyClassifier.standard()).read(text(file));
    }

    /** The file's text, or the complaint that there is none. */
    private record Text(String value, boolean bad) {}

    private static Text text(Path file) {
        try {
            return Files.size(file) > MOST_BYTES
                    ? new Text("is too large; allowed: at most 1 MiB", true)
                    : new Text(Files.readString(file, StandardCharsets.UTF_8), false);
        } catch (NoSuchFileException e) {
            return new Text("does not exist; allowed: a YAML file that can be read", true);
        } catch (CharacterCodingException e) {
            return new Text("is not UTF-8; allowed: UTF-8", true);
        } catch (IOException e) {
            return new Text("cannot be read; allowed: a YAML file that can be read", true);
        }
    }

    private Reading read(Text text) {
        if (text.bad()) {
            return new Reading.Refused(List.of(file + ":1:1: (file): " + text.value()));
        }
        List<Rule> rules = rules(text.value());
        return complaints.isEmpty()
                ? new Reading.Read(shipped.with(rules))
                : new Reading.Refused(complaints);
    }

    private List<Rule> rules(String yaml) {
        Set<String> ids = new HashSet<>(shipped.ruleIds());
        List<Rule> above = new ArrayList<>();
        try {
            TableRow.read(
                    file,
                    new StringReader(yaml),
                    Rule.KEYS,
                    row -> above.add(proven(row, ids, above)),
                    complaint -> complaints.add(oneLine(complaint)));
        } catch (YAMLException e) {
            // The reader itself, which does not say where: a character that no YAML may hold.
            complaints.add(file + ":1:1: (yaml): " + oneLine(e));
        }
        return above;
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
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
