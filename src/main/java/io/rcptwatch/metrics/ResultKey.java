package io.rcptwatch.metrics;

import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a conversation can end in: a cause, and whether it is for now or for good.
 *
 * @param outcomeClass mostly one of the outcome's, but a user's rule may say otherwise
 * @param outcome the cause
 */
record ResultKey(OutcomeClass outcomeClass, Outcome outcome) {
    /** All that a probe can meet. */
    static final List<ResultKey> FORESEEN =
            Arrays.stream(Outcome.values())
                    .filter(Outcome::canEndProbe)
                    .flatMap(ResultKey::inEachClass)
                    .toList();

    private static Stream<ResultKey> inEachClass(Outcome outcome) {
        return outcome.classes().stream().sorted().map(c -> new ResultKey(c, outcome));
    }
}
