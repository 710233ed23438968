package io.rcptwatch.metrics;

import io.rcptwatch.limits.Backoff;
import io.rcptwatch.limits.BudgetLevel;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.watch.TargetState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what we allow ourselves, how much of it is used, and who is left alone. */
final class LimitRows {
    private LimitRows() {}

    private record Asked(String provider, String identity) {}

    static void write(Limiter limiter, Collection<TargetState> standings, RowWriter rows)
            throws IOException {
        rows.begin(Metric.WAITING);
        rows.row(limiter.waiting());
        List<BudgetLevel> usages = limiter.usage();
        rows.begin(Metric.BUDGET_LIMIT);
        for (BudgetLevel usage : usages) {
            rows.row(usage.limit(), usage.scope(), usage.period());
        }
        rows.begin(Metric.BUDGET_USED);
        for (BudgetLevel usage : usages) {
            rows.row(usage.used(), usage.scope(), usage.period());
        }
        backoffs(backoffs(limiter.backoffs(), standings), rows);
    }

    /** All who are left alone, by whom; empty lists for those of whom nobody is. */
    private static Map<Asked, List<Backoff>> backoffs(
            List<Backoff> backoffs, Collection<TargetState> standings) {
        Map<Asked, List<Backoff>> byAsked = new LinkedHashMap<>();
        for (TargetState standing : standings) {
            for (String identity : standing.marks().keySet()) {
                Asked asked = new Asked(standing.provider().label(), identity);
                byAsked.putIfAbsent(asked, new ArrayList<>());
            }
        }
        for (Backoff backoff : backoffs) {
            Asked asked = new Asked(backoff.provider(), backoff.identity());
            byAsked.computeIfAbsent(asked, _ -> new ArrayList<>()).add(backoff);
        }
        return byAsked;
    }

    private static void backoffs(Map<Asked, List<Backoff>> byAsked, RowWriter rows)
            throws IOException {
        rows.begin(Metric.BACKOFF_ACTIVE);
        for (var entry : byAsked.entrySet()) {
            Asked asked = entry.getKey();
            rows.row(entry.getValue().size(), asked.provider(), asked.identity());
        }
        rows.begin(Metric.BACKOFF_UNTIL);
        for (var entry : byAsked.entrySet()) {
            double until =
                    entry.getValue().stream()
                            .map(Backoff::until)
                            .max(Comparator.naturalOrder())
                            .map(TargetRows::seconds)
                            .orElse(0.0);
            rows.row(until, entry.getKey().provider(), entry.getKey().identity());
        }
    }
}
