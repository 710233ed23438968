package io.rcptwatch.web;

import io.rcptwatch.limits.BudgetLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of one budget is used.
 *
 * @param scope whose it is
 * @param periods at once, in a minute, in a day
 */
record BudgetLine(String scope, List<Used> periods) {
    /**
     * Of one period.
     *
     * @param full whether nothing is left
     */
    record Used(String period, int used, int limit, boolean full) {
        static Used of(BudgetLevel usage) {
            return new Used(
                    usage.period().replace('_', ' '),
                    usage.used(),
                    usage.limit(),
                    usage.used() >= usage.limit());
        }
    }

    static List<BudgetLine> of(List<BudgetLevel> usages) {
        Map<String, List<Used>> scopes = new LinkedHashMap<>();
        for (BudgetLevel usage : usages) {
            scopes.computeIfAbsent(usage.scope(), _ -> new ArrayList<>()).add(Used.of(usage));
        }
        return scopes.entrySet().stream()
                .map(scope -> new BudgetLine(named(scope.getKey()), scope.getValue()))
                .toList();
    }

    private static String named(String scope) {
        return switch (scope) {
            case "overall" -> "in all";
            case "host" -> "the busiest host";
            default -> scope;
        };
    }
}
