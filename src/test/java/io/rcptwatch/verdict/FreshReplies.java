package io.rcptwatch.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Replies that were gathered from public sources when the rules stood already, and labelled without
 * a look at them.
 *
 * <p>A line of such a file holds the {@code reply} as somebody pasted it, what its context told
 * ({@code phase}, {@code mx}), the best {@code outcome} and what else can be defended ({@code
 * also}), and where it was found. {@code class} and {@code permanent} are left out where the text
 * leaves them open, {@code fault} where nothing but the outcome tells it. Addresses and names of
 * senders and recipients are replaced by those that are set aside for documentation.
 */
record FreshReplies(String name, List<Case> cases) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Outcome> ABOUT_THE_RECIPIENT =
            EnumSet.of(Outcome.RECIPIENT_UNKNOWN, Outcome.MAILBOX_FULL, Outcome.MAILBOX_DISABLED);

    /**
     * A reply and what became of it.
     *
     * @param expected the outcomes that can be defended, the best one first
     */
    record Case(String reply, List<Outcome> expected, JsonNode labels, Verdict verdict) {
        boolean right() {
            return expected.contains(verdict.outcome());
        }

        /** Which line of the table it belongs in: every expected outcome is as good as the best. */
        Outcome row() {
            return right() ? verdict.outcome() : expected.getFirst();
        }

        boolean classRight() {
            return agrees("class", verdict.outcomeClass().label())
                    && agrees("permanent", Boolean.toString(verdict.permanent()));
        }

        boolean faultRight() {
            return agrees("fault", verdict.fault().label());
        }

        boolean providerRight() {
            return agrees("provider", provider());
        }

        boolean unclassifiedThoughCauseIsTold() {
            return verdict.outcome() == Outcome.UNCLASSIFIED && !right();
        }

        /** Whoever believes it strikes recipients off who are well. */
        boolean blockTakenForRecipient() {
            return expected.getFirst() == Outcome.IP_BLOCKED
                    && !right()
                    && ABOUT_THE_RECIPIENT.contains(verdict.outcome());
        }

        private String provider() {
            return Providers.standard().forMx(labels.path("mx").asText()).label();
        }

        private boolean agrees(String label, String judged) {
            return !labels.has(label) || labels.path(label).asText().equals(judged);
        }

        private String line() {
            return "%s %s %s, %s by %s: %s%n      %s%n"
                    .formatted(
                            right() ? "right" : "WRONG",
                            classRight() ? "" : "(class " + labels.path("class").asText() + ")",
                            expected.stream().map(Outcome::label).toList(),
                            verdict.outcome().label() + " " + verdict.outcomeClass().label(),
                            verdict.rule(),
                            labels.path("source").asText(),
                            reply.replaceAll("\\s+", " "));
        }
    }

    static FreshReplies of(String name) {
        ReplyClassifier judge = ReplyClassifier.standard();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        FreshReplies.class.getResourceAsStream(name + ".jsonl")),
                                StandardCharsets.UTF_8))) {
            return new FreshReplies(name, in.lines().map(line -> judged(judge, line)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Case> misses(Predicate<Case> right) {
        return cases.stream().filter(right.negate()).toList();
    }

    double share(Predicate<Case> what) {
        return (double) cases.stream().filter(what).count() / cases.size();
    }

    /** Prints the table of confusion, and keeps it with every single case. */
    void report() {
        String table = table();
        System.out.println(table);
        StringBuilder all = new StringBuilder(table);
        misses(Case::right).forEach(c -> all.append(c.line()));
        misses(c -> !c.right()).forEach(c -> all.append(c.line()));
        try {
            Files.writeString(
                    Files.createDirectories(Path.of("target", "replies")).resolve(name + ".txt"),
                    all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case judged(ReplyClassifier judge, String line) {
        try {
            JsonNode node = JSON.readTree(line);
            Set<Outcome> expected = new LinkedHashSet<>();
            expected.add(outcome(node.path("outcome")));
            node.path("also").forEach(also -> expected.add(outcome(also)));
            String reply = node.path("reply").asText();
            return new Case(
                    reply,
                    List.copyOf(expected),
                    node,
                    judge.explain(
                            PastedReply.of(reply),
                            text(node, "phase").map(label -> Phase.labelled(label).orElseThrow()),
                            text(node, "mx")));
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static Outcome outcome(JsonNode label) {
        return Outcome.labelled(label.asText()).orElseThrow();
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.path(field).textValue());
    }

    private String table() {
        List<Outcome> outcomes =
                EnumSet.allOf(Outcome.class).stream()
                        .filter(o -> count(o, o) + row(o) + column(o) > 0)
                        .toList();
        StringBuilder table = new StringBuilder(name + ", expected down × judged across:\n");
        table.append(" ".repeat(29));
        for (int i = 0; i < outcomes.size(); i++) {
            table.append("%5s".formatted("#" + (i + 1)));
        }
        table.append("  recall  precision\n");
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome row = outcomes.get(i);
            table.append("%3s %-25s".formatted("#" + (i + 1), row.label()));
            outcomes.forEach(column -> table.append(cell(count(row, column))));
            table.append("%8s%11s%n".formatted(percent(row, row(row)), percent(row, column(row))));
        }
        return table.append(summary()).toString();
    }

    private String summary() {
        return ("%d replies, right %.3f, unclassified where a cause is told %.3f, wrong class %d,"
                        + " wrong fault %d, wrong provider %d%n")
                .formatted(
                        cases.size(),
                        share(Case::right),
                        share(Case::unclassifiedThoughCauseIsTold),
                        misses(Case::classRight).size(),
                        misses(Case::faultRight).size(),
                        misses(Case::providerRight).size());
    }

    private static String cell(long count) {
        return "%5s".formatted(count == 0 ? "." : count);
    }

    private long count(Outcome row, Outcome column) {
        return cases.stream()
                .filter(c -> c.row() == row && c.verdict().outcome() == column)
                .count();
    }

    private long row(Outcome row) {
        return cases.stream().filter(c -> c.row() == row).count();
    }

    private long column(Outcome column) {
        return cases.stream().filter(c -> c.verdict().outcome() == column).count();
    }

    private String percent(Outcome outcome, long of) {
        return of == 0 ? "-" : Math.round(100.0 * count(outcome, outcome) / of) + " %";
    }
}
