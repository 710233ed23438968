package io.rcptwatch.metrics;

import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.DomainPolicies;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.TargetState;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Writes down how one target stands. */
final class TargetRows {
    private TargetRows() {}

    static void interval(TargetState standing, RowWriter rows) throws IOException {
        rows.row(standing.target().interval().toMillis() / 1000.0, domain(standing));
    }

    static void mxHosts(TargetState standing, RowWriter rows) throws IOException {
        rows.row(standing.hosts().size(), domain(standing));
    }

    static void mxChanges(TargetState standing, RowWriter rows) throws IOException {
        rows.row((double) standing.known().mxChanges(), domain(standing));
    }

    static void ehloChanges(TargetState standing, RowWriter rows) throws IOException {
        rows.row((double) standing.known().ehloChanges(), domain(standing));
    }

    static void mtaSts(TargetState standing, RowWriter rows) throws IOException {
        Optional<DomainPolicies> policies = standing.latest().flatMap(Round::policies);
        if (policies.isPresent()) {
            rows.row(1, domain(standing), policies.get().mtaSts().mode().label());
        }
    }

    static void tlsRequired(TargetState standing, RowWriter rows) throws IOException {
        for (TlsDemander demander : TlsDemander.values()) {
            rows.row(demander.demands(standing) ? 1 : 0, domain(standing), demander.label());
        }
    }

    static void status(TargetState standing, RowWriter rows) throws IOException {
        for (String identity : standing.marks().keySet()) {
            Status now = standing.status(identity);
            for (Status status : Status.values()) {
                rows.row(
                        status == now ? 1 : 0,
                        domain(standing),
                        standing.provider().label(),
                        identity,
                        status.label());
            }
        }
    }

    static void since(TargetState standing, RowWriter rows) throws IOException {
        for (String identity : standing.marks().keySet()) {
            Optional<Instant> since = standing.since(identity);
            if (since.isPresent()) {
                rows.row(seconds(since.get()), domain(standing), identity);
            }
        }
    }

    static void lastAttempt(TargetState standing, RowWriter rows) throws IOException {
        last(standing, rows, TargetState.Marks::attempt);
    }

    static void lastConclusive(TargetState standing, RowWriter rows) throws IOException {
        last(standing, rows, TargetState.Marks::conclusive);
    }

    static void lastSuccess(TargetState standing, RowWriter rows) throws IOException {
        last(standing, rows, TargetState.Marks::success);
    }

    private static void last(
            TargetState standing,
            RowWriter rows,
            Function<TargetState.Marks, Optional<Instant>> mark)
            throws IOException {
        for (var marks : standing.marks().entrySet()) {
            double time = mark.apply(marks.getValue()).map(TargetRows::seconds).orElse(0.0);
            rows.row(time, domain(standing), marks.getKey());
        }
    }

    /** Seconds since 1970, as Prometheus has its times. */
    static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }

    static String domain(TargetState standing) {
        return standing.target().domain().configured();
    }
}
