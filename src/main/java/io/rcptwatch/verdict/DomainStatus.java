package io.rcptwatch.verdict;

import io.rcptwatch.target.Family;
import io.rcptwatch.target.OutcomeClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The status of a domain as one identity sees it, and why.
 *
 * @param reason one clause for people, if the status alone does not tell
 */
public record DomainStatus(Status status, Optional<String> reason) {
    /** Postfix' {@code smtp_mx_session_limit}: so many sessions a sender holds for one mail. */
    private static final int MOST_SESSIONS = 2;

    private static final DomainStatus DEGRADED_AT_EQUAL_HOSTS =
            degraded("hosts with the same MX preference differ: some mail bounces");
    private static final DomainStatus DEGRADED_AT_BACKUP_HOST =
            degraded("no host with the lowest MX preference accepts: mail takes a backup host");
    private static final DomainStatus DEGRADED_OVER_A_FAMILY = degraded("IPv4 and IPv6 differ");
    private static final DomainStatus DEGRADED_UNEXPECTED =
            degraded("mail is accepted, which this target does not expect");
    private static final DomainStatus DEFERRED_BEFORE_LAST_HOST =
            new DomainStatus(
                    Status.DEFERRED,
                    Optional.of("after two hosts that defer a sender tries no third one"));

    private static DomainStatus degraded(String reason) {
        return new DomainStatus(Status.DEGRADED, Optional.of(reason));
    }

    private static DomainStatus of(Status status) {
        return new DomainStatus(status, Optional.empty());
    }

    /**
     * The status by the results of one round: what a sender would meet that goes from host to host
     * as its mail is moved on.
     *
     * <table>
     *   <caption>By the hosts of one MX preference, the lowest first</caption>
     *   <tr><td>one accepts, another bounces<td>degraded: which one is asked is chance
     *   <tr><td>one accepts<td>deliverable at the lowest preference, else degraded
     *   <tr><td>one bounces<td>rejected
     *   <tr><td>all move a sender on<td>the next preference
     * </table>
     *
     * <table>
     *   <caption>If no host is left, or a sender has held two sessions</caption>
     *   <tr><td>no host has an address<td>rejected: such mail bounces
     *   <tr><td>all refuse with 5yz at the greeting<td>rejected
     *   <tr><td>one refuses<td>deferred
     *   <tr><td>none answers<td>unreachable
     * </table>
     *
     * An outcome that the target expects counts as an acceptance; another acceptance is degraded.
     * What is not conclusive counts for nothing; if nothing else is there: inconclusive. Each
     * family has a way of its own, and a result without a family (a host without addresses) is on
     * each; where they differ and one is good: degraded.
     */
    public static DomainStatus of(Collection<HostResult> round) {
        List<HostResult> results = round.stream().filter(HostResult::conclusive).toList();
        if (results.isEmpty()) {
            return of(Status.INCONCLUSIVE);
        }
        List<DomainStatus> ways =
                families(results).stream().map(family -> way(over(family, results))).toList();
        Set<Status> statuses = ways.stream().map(DomainStatus::status).collect(Collectors.toSet());
        if (statuses.size() == 1) {
            return ways.getFirst();
        }
        return statuses.contains(Status.DELIVERABLE) || statuses.contains(Status.DEGRADED)
                ? DEGRADED_OVER_A_FAMILY
                : way(results);
    }

    private static Set<Family> families(List<HostResult> results) {
        return results.stream()
                .flatMap(result -> result.family().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Family.class)));
    }

    private static List<HostResult> over(Family family, List<HostResult> results) {
        return results.stream().filter(result -> result.isOver(family)).toList();
    }

    /** The way of one mail. */
    private static DomainStatus way(List<HostResult> results) {
        var byPreference =
                results.stream()
                        .collect(
                                Collectors.groupingBy(
                                        HostResult::preference, TreeMap::new, Collectors.toList()));
        List<HostResult> met = new ArrayList<>();
        for (List<HostResult> equal : byPreference.values()) {
            Optional<DomainStatus> end = end(equal, met.isEmpty());
            if (end.isPresent()) {
                return end.get();
            }
            met.addAll(equal);
            if (sessions(met) >= MOST_SESSIONS && met.size() < results.size()) {
                return waiting(met).status == Status.DEFERRED
                        ? DEFERRED_BEFORE_LAST_HOST
                        : waiting(met);
            }
        }
        return waiting(met);
    }

    private static Optional<DomainStatus> end(List<HostResult> equal, boolean best) {
        boolean bounces = equal.stream().anyMatch(HostResult::bounces);
        if (equal.stream().noneMatch(HostResult::ends)) {
            return bounces ? Optional.of(of(Status.REJECTED)) : Optional.empty();
        }
        if (bounces) {
            return Optional.of(DEGRADED_AT_EQUAL_HOSTS);
        }
        if (equal.stream().noneMatch(HostResult::expected)) {
            return Optional.of(DEGRADED_UNEXPECTED);
        }
        return Optional.of(best ? of(Status.DELIVERABLE) : DEGRADED_AT_BACKUP_HOST);
    }

    private static long sessions(List<HostResult> met) {
        return met.stream().filter(r -> r.move() == SenderMove.TRY_NEXT_AFTER_SESSION).count();
    }

    private static DomainStatus waiting(List<HostResult> met) {
        Set<OutcomeClass> classes =
                met.stream()
                        .filter(result -> result.move() != SenderMove.NO_HOST)
                        .map(HostResult::outcomeClass)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(OutcomeClass.class)));
        if (EnumSet.of(OutcomeClass.REJECTED).containsAll(classes)) {
            return of(Status.REJECTED);
        }
        return classes.contains(OutcomeClass.DEFERRED) || classes.contains(OutcomeClass.REJECTED)
                ? of(Status.DEFERRED)
                : of(Status.UNREACHABLE);
    }
}
