package io.rcptwatch.metrics;

import io.rcptwatch.agent.DomainPolicies;
import io.rcptwatch.agent.Round;
import io.rcptwatch.agent.Standing;
import io.rcptwatch.verdict.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Writes down how one target stands. */
final class StandingRows {
    private StandingRows() {}

    static void interval(Standing standing, RowWriter rows) throws IOException {
        rows.row(standing.target().interval().toMillis() / 1000.0, domain(standing));
    }

    static void mxHosts(Standing standing, RowWriter rows) throws IOException {
        rows.row(standing.hosts().size(), domain(standing));
    }

    static void mxChanges(Standing standing, RowWriter rows) throws IOException {
        rows.row((double) standing.known().mxChanges(), domain(standing));
    }

    static void ehloChanges(Standing standing, RowWriter rows) throws IOException {
        rows.row((double) standing.known().ehloChanges(), domain(standing));
    }

    static void mtaSts(Standing standing, RowWriter rows) throws IOException {
        Optional<DomainPolicies> policies = standing.latest().flatMap(Round::policies);
        if (policies.isPresent()) {
            rows.row(1, domain(standing), policies.get().mtaSts().mode().label());
        }
    }

    static void tlsRequired(Standing standing, RowWriter rows) throws IOException {
        for (TlsDemander demander : TlsDemander.values()) {
            rows.row(demander.demands(standing) ? 1 : 0, domain(standing), demander.label());
        }
    }

    static void status(Standing standing, RowWriter rows) throws IOException {
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

    static void since(Standing standing, RowWriter rows) throws IOException {
        for (String identity : standing.marks().keySet()) {
            Optional<Instant> since = standing.since(identity);
            if (since.isPresent()) {
                rows.row(seconds(since.get()), domain(standing), identity);
            }
        }
    }

    static void lastAttempt(Standing standing, RowWriter rows) throws IOException {
        last(standing, rows, Standing.Marks::attempt);
    }

    static void lastConclusive(Standing standing, RowWriter rows) throws IOException {
        last(standing, rows, Standing.Marks::conclusive);
    }

    static void lastSuccess(Standing standing, RowWriter rows) throws IOException {
        last(standing, rows, Standing.Marks::success);
    }

    private static void last(
            Standing standing, RowWriter rows, Function<Standing.Marks, Optional<Instant>> mark)
            throws IOException {
        for (var marks : standing.marks().entrySet()) {
            double time = mark.apply(marks.getValue()).map(StandingRows::seconds).orElse(0.0);
            rows.row(time, domain(standing), marks.getKey());
        }
    }

    /** Seconds since 1970, as Prometheus has its times. */
    static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }

    static String domain(Standing standing) {
        return standing.target().domain().configured();
    }
}
