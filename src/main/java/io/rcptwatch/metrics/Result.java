package io.rcptwatch.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What a conversation can end in: an outcome together with one of its classes.
 *
 * @param outcomeClass one of the outcome's
 * @param outcome the cause
 */
record Result(OutcomeClass outcomeClass, Outcome outcome) {
    /** All there are. */
    static final List<Result> ALL =
            Arrays.stream(Outcome.values()).map(Result::of).flatMap(List::stream).toList();

    private static List<Result> of(Outcome outcome) {
        return outcome.classes().stream()
                .sorted(Comparator.naturalOrder())
                .map(outcomeClass -> new Result(outcomeClass, outcome))
                .toList();
    }

    /**
     * Where it is in {@link #ALL}.
     *
     * @throws IllegalArgumentException where the outcome cannot come in that class
     */
    int place() {
        int place = ALL.indexOf(this);
        if (place < 0) {
            throw new IllegalArgumentException(outcome + " cannot be " + outcomeClass);
        }
        return place;
    }

    Labels labels() {
        return Labels.of("class", outcomeClass.label(), "outcome", outcome.label());
    }
}
