package io.rcptwatch.verdict;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.FaultParty;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of the ordered table: if its conditions hold, that is the outcome.
 *
 * @param causes what it says
 * @param fault whose turn it is to act; empty: the outcome says it
 * @param explanation its name and its words
 * @param conditions when it holds
 * @param source where it is known from
 * @param samples replies that it must win, at least one
 * @param counterSamples replies that it must not win
 */
record Rule(
        OutcomeChoice causes,
        Optional<FaultParty> fault,
        Explanation explanation,
        Conditions conditions,
        String source,
        List<String> samples,
        List<String> counterSamples) {
    /** The columns of a file of rules. */
    static final Set<String> KEYS =
            Set.of(
                    "id",
                    "providers",
                    "phases",
                    "codes",
                    "enhanced",
                    "patterns",
                    "links",
                    "unless",
                    "outcome",
                    "fault",
                    "meaning",
                    "advice",
                    "advice_url",
                    "source",
                    "samples",
                    "counter_samples");

    /**
     * Reads a row.
     *
     * @throws io.rcptwatch.yaml.MistakeException if it is no rule, cannot be proven or holds always
     */
    static Rule of(TableRow row) {
        Rule rule =
                new Rule(
                        OutcomeChoice.of(row, "outcome"),
                        row.optional("fault").map(label -> fault(row, label)),
                        Explanation.of(row, row.text("id")),
                        Conditions.of(row),
                        row.text("source"),
                        row.texts("samples"),
                        row.texts("counter_samples"));
        if (rule.causes.outcomes().isEmpty()) {
            throw row.wrong("outcome", rule.id() + " needs one");
        }
        if (rule.samples.isEmpty()) {
            throw row.wrong("samples", rule.id() + " needs a reply that it must win");
        }
        if (rule.conditions.always()) {
            throw row.wrong("patterns", rule.id() + " would win every reply");
        }
        return rule;
    }

    private static FaultParty fault(TableRow row, String label) {
        return FaultParty.labelled(label)
                .orElseThrow(
                        () ->
                                row.wrong(
                                        "fault",
                                        "there is no fault "
                                                + label
                                                + "; allowed: none, us, recipient, receiver,"
                                                + " network, unknown"));
    }

    String id() {
        return explanation.id();
    }

    /** The step at which its samples are judged: the first that it is for, or else RCPT. */
    Phase phaseOfSamples() {
        return conditions.phases().isEmpty() ? Phase.RCPT : conditions.phases().getFirst();
    }

    /** Why it does not hold although the words are there; empty where they are not. */
    Optional<String> objection(ReplyFacts evidence) {
        return conditions
                .objection(evidence)
                .or(
                        () ->
                                conditions.hold(evidence)
                                        ? Optional.of("a probe cannot meet what it stands for")
                                        : Optional.empty());
    }

    /** What it says of a reply; empty where it is not for this one. */
    Optional<TableMatch> finding(ReplyFacts evidence) {
        return conditions.hold(evidence) ? said(evidence) : Optional.empty();
    }

    /** The same for a reply that concerns it and in which it was heard. */
    Optional<TableMatch> heard(ReplyFacts evidence) {
        return conditions.except(evidence) ? Optional.empty() : said(evidence);
    }

    private Optional<TableMatch> said(ReplyFacts evidence) {
        return causes.in(evidence)
                .map(
                        outcome ->
                                new TableMatch(
                                        outcome,
                                        fault.orElse(outcome.fault()),
                                        Basis.TEXT,
                                        explanation));
    }
}
