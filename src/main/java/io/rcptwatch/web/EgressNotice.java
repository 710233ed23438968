package io.rcptwatch.web;

import io.rcptwatch.egress.EgressWatch;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.ProbePoint;
import io.rcptwatch.target.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What to tell where our own network lets us out to nobody.
 *
 * @param points for whom that is so: none, if all is well or nothing is known
 * @param hosts who was asked there
 */
record EgressNotice(List<String> points, List<String> hosts) {
    static EgressNotice of(EgressWatch egress) {
        return of(egress, egress.ports(), _ -> true);
    }

    /** Only as far as it touches that target. */
    static EgressNotice of(EgressWatch egress, Target target) {
        List<Integer> ports =
                target.hosts().isEmpty()
                        ? List.of(target.port())
                        : target.hosts().stream().map(HostPort::port).distinct().toList();
        return of(
                egress,
                ports,
                point ->
                        target.identities().contains(point.identity())
                                && target.families().contains(point.family()));
    }

    private static EgressNotice of(
            EgressWatch egress, List<Integer> ports, Predicate<ProbePoint> which) {
        Set<String> blocked = new LinkedHashSet<>();
        List<String> asked = new ArrayList<>();
        for (int port : ports) {
            List<ProbePoint> there = egress.blocked(port).stream().filter(which).toList();
            there.forEach(point -> blocked.add(point.toString()));
            asked.addAll(there.isEmpty() ? List.of() : egress.hosts(port));
        }
        return new EgressNotice(List.copyOf(blocked), asked);
    }
}
