package io.rcptwatch.verdict;

import io.rcptwatch.target.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A reply that is well known by its words. It decides nothing: it shows what the rules make of it.
 *
 * @param reply as a log has it
 * @param outcome what it has to be judged as
 * @param standard whether its words are those of an RFC
 * @param correction what lists of codes tell about it, and why that is wrong
 * @param source the RFC, or who says it
 */
record Example(
        String reply,
        Outcome outcome,
        boolean standard,
        Optional<String> correction,
        String source) {
    private static final Set<String> KEYS =
            Set.of("reply", "outcome", "standard", "correction", "source");

    /** Reads those that we ship. */
    static List<Example> shipped() {
        return TableRow.ofResource("example-replies.yaml", KEYS).stream().map(Example::of).toList();
    }

    private static Example of(TableRow row) {
        return new Example(
                row.text("reply"),
                Outcome.labelled(row.text("outcome"))
                        .orElseThrow(() -> row.wrong("outcome", "there is no such outcome")),
                Standard.of(row),
                row.optional("correction"),
                row.text("source"));
    }

    /** What the rules make of it. */
    Verdict verdict(ReplyClassifier judge) {
        return judge.explain(PastedReply.of(reply), Optional.empty(), Optional.empty());
    }
}
