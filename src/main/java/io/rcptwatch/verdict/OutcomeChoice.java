package io.rcptwatch.verdict;

import io.rcptwatch.target.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What a rule or a code stands for: the first outcome that can be true decides.
 *
 * @param outcomes in order: {@code [message_too_large, command_rejected]} is the second one where
 *     no message was sent; empty: it names no cause
 */
record OutcomeChoice(List<Outcome> outcomes) {
    /** Reads them; {@code none} or an absent key stands for none. */
    static OutcomeChoice of(TableRow row, String key) {
        return new OutcomeChoice(
                row.texts(key).stream()
                        .filter(label -> !label.equals("none"))
                        .map(label -> outcome(row, key, label))
                        .toList());
    }

    private static Outcome outcome(TableRow row, String key, String label) {
        return Outcome.labelled(label)
                .orElseThrow(() -> row.wrong(key, "there is no outcome " + label));
    }

    /** The first one that the evidence admits. */
    Optional<Outcome> in(ReplyFacts evidence) {
        return outcomes.stream().filter(evidence::admits).findFirst();
    }
}
