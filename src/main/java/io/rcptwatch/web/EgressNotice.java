package io.rcptwatch.web;

import io.rcptwatch.agent.EgressWatch;
import io.rcptwatch.target.Target;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What to tell where our own network lets us out to nobody.
 *
 * @param vantages for whom that is so: none, if all is well or nothing is known
 * @param hosts who was asked
 */
record EgressNotice(List<String> vantages, List<String> hosts) {
    static EgressNotice of(EgressWatch egress) {
        return of(egress, _ -> true);
    }

    /** Only as far as it touches that target. */
    static EgressNotice of(EgressWatch egress, Target target) {
        boolean sameWay =
                target.hosts().isEmpty()
                        ? egress.concerns(target.port())
                        : target.hosts().stream().anyMatch(host -> egress.concerns(host.port()));
        return of(
                egress,
                vantage ->
                        sameWay
                                && target.identities().contains(vantage.identity())
                                && target.families().contains(vantage.family()));
    }

    private static EgressNotice of(EgressWatch egress, Predicate<EgressWatch.Vantage> which) {
        List<String> blocked =
                egress.known().entrySet().stream()
                        .filter(way -> way.getValue() == EgressWatch.Reach.BLOCKED)
                        .map(Map.Entry::getKey)
                        .filter(which)
                        .map(EgressWatch.Vantage::toString)
                        .toList();
        return new EgressNotice(blocked, egress.hosts());
    }
}
