package io.rcptwatch.verdict;

import java.util.List;
import java.util.Optional;

/**
 * One table that was asked about a reply.
 *
 * @param table which one, for people
 * @param asked how many of its rows were looked at, the deciding one included
 * @param rule the row that decided; empty: none did
 * @param reason why it decided, or why none did
 * @param passedOver the rows that spoke of what the reply says, and yet did not hold
 */
public record RuleStep(
        String table,
        int asked,
        Optional<String> rule,
        String reason,
        List<PassedOver> passedOver) {
    /**
     * A rule that nearly held.
     *
     * @param rule its identifier
     * @param reason what it heard, and what spoke against it
     */
    public record PassedOver(String rule, String reason) {}

    public RuleStep {
        passedOver = List.copyOf(passedOver);
    }
}
