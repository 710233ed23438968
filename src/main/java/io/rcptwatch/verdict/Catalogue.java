package io.rcptwatch.verdict;

import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a verdict can rest on, for reading: in the order in which it is asked.
 *
 * @param faults whose turn it is, and what to do first
 * @param outcomes every outcome, and what to do first
 * @param rules those of the providers, one provider after another, then the general ones
 * @param enhancedCodes asked where no rule decided
 * @param basicCodes asked where no enhanced code decided
 * @param examples replies that are well known by their words, and what becomes of them
 */
public record Catalogue(
        List<FaultLine> faults,
        List<OutcomeLine> outcomes,
        List<RuleLine> rules,
        List<CodeLine> enhancedCodes,
        List<CodeLine> basicCodes,
        List<ExampleLine> examples) {
    private static final Set<String> FIRST_STEPS = Set.of("fault", "outcome", "first");

    /** The provider of the rules that are asked of everybody's replies. */
    public static final String GENERAL = "general";

    /** A party at fault. */
    public record FaultLine(String fault, String first) {}

    /**
     * An outcome.
     *
     * @param classes each class in which it can come
     * @param fault whose turn it is, unless a rule says otherwise
     */
    public record OutcomeLine(String outcome, List<String> classes, String fault, String first) {}

    /**
     * A rule.
     *
     * @param provider whose replies it is for, or {@link #GENERAL}
     * @param outcome the first one that can be true decides
     */
    public record RuleLine(
            String id,
            String provider,
            List<String> outcome,
            String meaning,
            String advice,
            Optional<String> adviceUrl,
            String source) {
        private static RuleLine of(String provider, Rule rule) {
            Explanation words = rule.explanation();
            return new RuleLine(
                    words.id(),
                    provider,
                    labels(rule.causes()),
                    words.meaning(),
                    words.advice(),
                    words.adviceUrl(),
                    rule.source());
        }
    }

    /**
     * A code.
     *
     * @param standard whether an RFC or the registry of IANA has it
     * @param outcome the first one that can be true decides; empty: it says nothing of the cause
     * @param beforeRcpt the same before a recipient was named, where that differs
     * @param permanent the same in a 5yz reply, where that differs
     * @param usage what receivers mean by it that is not its definition
     * @param correction what lists of codes tell about it, and why that is wrong
     */
    public record CodeLine(
            String code,
            String name,
            boolean standard,
            List<String> outcome,
            Optional<List<String>> beforeRcpt,
            Optional<List<String>> permanent,
            String meaning,
            String advice,
            Optional<String> adviceUrl,
            Optional<String> usage,
            Optional<String> correction,
            String source) {
        private static CodeLine of(CodeTable.CodeRow entry) {
            Explanation words = entry.explanation();
            return new CodeLine(
                    entry.code(),
                    entry.name(),
                    entry.standard(),
                    labels(entry.causes()),
                    entry.beforeRcpt().map(Catalogue::labels),
                    entry.permanent().map(Catalogue::labels),
                    words.meaning(),
                    words.advice(),
                    words.adviceUrl(),
                    entry.usage(),
                    entry.correction(),
                    entry.source());
        }
    }

    /**
     * A reply that is well known by its words.
     *
     * @param rule the rule or code that decides
     */
    public record ExampleLine(
            String reply,
            boolean standard,
            String outcome,
            String rule,
            String meaning,
            String advice,
            Optional<String> adviceUrl,
            Optional<String> correction,
            String source) {
        private static ExampleLine of(Example example, Verdict verdict) {
            return new ExampleLine(
                    example.reply(),
                    example.standard(),
                    verdict.outcome().label(),
                    verdict.rule(),
                    verdict.meaning(),
                    verdict.advice(),
                    verdict.adviceUrl(),
                    example.correction(),
                    example.source());
        }
    }

    /** What we ship. */
    public static Catalogue standard() {
        ReplyClassifier judge = ReplyClassifier.standard();
        List<TableRow> first = TableRow.ofResource("first-steps.yaml", FIRST_STEPS);
        return new Catalogue(
                faults(first),
                outcomes(first),
                rules(judge.providers()),
                codes("enhanced-codes.yaml"),
                codes("basic-codes.yaml"),
                Example.shipped().stream()
                        .map(example -> ExampleLine.of(example, example.verdict(judge)))
                        .toList());
    }

    private static List<FaultLine> faults(List<TableRow> first) {
        return first.stream()
                .filter(row -> row.optional("fault").isPresent())
                .map(row -> new FaultLine(row.text("fault"), row.text("first")))
                .toList();
    }

    private static List<OutcomeLine> outcomes(List<TableRow> first) {
        return first.stream()
                .filter(row -> row.optional("outcome").isPresent())
                .map(Catalogue::outcome)
                .toList();
    }

    private static OutcomeLine outcome(TableRow row) {
        Outcome outcome =
                Outcome.labelled(row.text("outcome"))
                        .orElseThrow(() -> row.wrong("outcome", "there is no such outcome"));
        return new OutcomeLine(
                outcome.label(),
                outcome.classes().stream().map(OutcomeClass::label).sorted().toList(),
                outcome.fault().label(),
                row.text("first"));
    }

    private static List<RuleLine> rules(Providers providers) {
        RuleTable table = RuleTable.standard(providers);
        List<RuleLine> lines = new ArrayList<>();
        for (Provider provider : providers.all()) {
            table.ofProviders()
                    .getOrDefault(provider, RuleList.NONE)
                    .rules()
                    .forEach(rule -> lines.add(RuleLine.of(provider.label(), rule)));
        }
        table.general().rules().forEach(rule -> lines.add(RuleLine.of(GENERAL, rule)));
        return List.copyOf(lines);
    }

    private static List<CodeLine> codes(String file) {
        return CodeTable.ofResource(file).entries().stream().map(CodeLine::of).toList();
    }

    private static List<String> labels(OutcomeChoice causes) {
        return causes.outcomes().stream().map(Outcome::label).toList();
    }
}
