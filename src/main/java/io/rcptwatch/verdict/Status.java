package io.rcptwatch.verdict;

import io.rcptwatch.target.Family;
import io.rcptwatch.target.OutcomeClass;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How a domain is, over all its hosts: the closed set behind the label {@code status}. */
public enum Status {
    /** The expected outcome at a host of the best preference. */
    DELIVERABLE,
    /** The expected outcome only at another host or family. */
    DEGRADED,
    DEFERRED,
    REJECTED,
    UNREACHABLE,
    /** We could not find out. */
    INCONCLUSIVE,
    /** No round has ended yet. */
    PENDING;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code status}. */
    public String label() {
        return label;
    }

    /**
     * The status of a domain by the results of one round, as one identity.
     *
     * <ul>
     *   <li>What is not conclusive counts for nothing; if nothing else is there: inconclusive.
     *   <li>The expected outcome at a host of the best preference, in every family that was asked:
     *       deliverable. A result without a family (a host without addresses) counts for each.
     *   <li>The expected outcome elsewhere, or an acceptance that is not expected: degraded.
     *   <li>Else the refusal at the host of the best preference decides between deferred and
     *       rejected. Of equal ones a deferral: a sender that meets it keeps the mail and tries
     *       again.
     *   <li>Nobody answered: unreachable.
     * </ul>
     */
    public static Status of(Collection<HostResult> round) {
        List<HostResult> results = round.stream().filter(HostResult::conclusive).toList();
        if (results.isEmpty()) {
            return INCONCLUSIVE;
        }
        if (expectedInEveryFamily(results)) {
            return DELIVERABLE;
        }
        return results.stream().anyMatch(r -> r.expected() || r.outcomeClass() == OutcomeClass.OK)
                ? DEGRADED
                : byRefusals(results);
    }

    private static boolean expectedInEveryFamily(List<HostResult> results) {
        Set<Family> families =
                results.stream()
                        .flatMap(result -> result.family().stream())
                        .collect(Collectors.toSet());
        return families.isEmpty()
                ? expectedAtBest(results)
                : families.stream().allMatch(family -> expectedAtBest(over(family, results)));
    }

    private static List<HostResult> over(Family family, List<HostResult> results) {
        return results.stream()
                .filter(result -> result.family().isEmpty() || isOver(family, result))
                .toList();
    }

    private static boolean isOver(Family family, HostResult result) {
        return result.family().equals(Optional.of(family));
    }

    private static boolean expectedAtBest(List<HostResult> results) {
        int best = results.stream().mapToInt(HostResult::preference).min().orElseThrow();
        return results.stream().anyMatch(r -> r.preference() == best && r.expected());
    }

    private static Status byRefusals(List<HostResult> results) {
        return results.stream()
                .filter(Status::isRefusal)
                .min(
                        Comparator.comparingInt(HostResult::preference)
                                .thenComparing(HostResult::outcomeClass))
                .map(result -> result.outcomeClass() == OutcomeClass.DEFERRED ? DEFERRED : REJECTED)
                .orElse(UNREACHABLE);
    }

    private static boolean isRefusal(HostResult result) {
        return result.outcomeClass() == OutcomeClass.DEFERRED
                || result.outcomeClass() == OutcomeClass.REJECTED;
    }
}
