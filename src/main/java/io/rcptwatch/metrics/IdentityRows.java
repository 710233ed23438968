package io.rcptwatch.metrics;

import io.rcptwatch.selfcheck.CheckLevel;
import io.rcptwatch.selfcheck.IdentityCheck;
import io.rcptwatch.selfcheck.IdentityState;
import java.io.IOException;
import java.util.List;

/** Writes down how our own identities stand; what is not known is no number (NaN). */
final class IdentityRows {
    private IdentityRows() {}

    static void write(List<IdentityState> standings, RowWriter rows) throws IOException {
        rows.begin(Metric.IDENTITY_CHECK);
        for (IdentityState standing : standings) {
            for (IdentityCheck check : IdentityCheck.values()) {
                rows.row(value(standing.result(check)), name(standing), check.label());
            }
        }
        rows.begin(Metric.DNSBL_LISTED);
        for (IdentityState standing : standings) {
            for (String list : standing.lists()) {
                rows.row(
                        standing.listed(list).map(is -> is ? 1.0 : 0.0).orElse(Double.NaN),
                        name(standing),
                        list);
            }
        }
        rows.begin(Metric.DNSBL_ERRORS);
        for (IdentityState standing : standings) {
            for (String list : standing.lists()) {
                rows.row(
                        (double) standing.listErrors().getOrDefault(list, 0L),
                        name(standing),
                        list);
            }
        }
    }

    private static double value(CheckLevel result) {
        return switch (result) {
            case PASS -> 1;
            case FAIL -> 0;
            case UNKNOWN -> Double.NaN; // an alert on 0 must not hear of it
        };
    }

    private static String name(IdentityState standing) {
        return standing.identity().name();
    }
}
