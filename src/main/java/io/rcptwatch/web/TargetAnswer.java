package io.rcptwatch.web;

import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.TargetState;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a target's status rests on. */
final class TargetAnswer {
    private TargetAnswer() {}

    /** The conversation to look at first: one that shows why the status is what it is. */
    static Optional<Observation> deciding(TargetState standing, String identity) {
        List<Observation> heard =
                standing.observations().stream()
                        .filter(observation -> observation.identity().equals(identity))
                        .toList();
        Predicate<Observation> good = observation -> observation.success(standing.target());
        Predicate<Observation> bad = good.negate();
        Predicate<Observation> conclusive = observation -> observation.verdict().conclusive();
        Stream<Predicate<Observation>> preferred =
                standing.status(identity) == Status.DELIVERABLE
                        ? Stream.of(good, bad)
                        : Stream.of(bad.and(conclusive), bad, good);
        return preferred.flatMap(kind -> heard.stream().filter(kind)).findFirst();
    }
}
