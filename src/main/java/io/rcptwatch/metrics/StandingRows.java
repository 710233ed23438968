package io.rcptwatch.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.rcptwatch.agent.Standing;
import io.rcptwatch.verdict.Status;
import java.time.Instant;
import java.util.Optional;

/** Writes down how one target stands. */
final class StandingRows {
    private final Standing standing;
    private final String domain;
    private final Rows rows;

    private StandingRows(Standing standing, Rows rows) {
        this.standing = standing;
        this.domain = standing.target().domain().configured();
        this.rows = rows;
    }

    static void publish(Standing standing, Rows rows) {
        new StandingRows(standing, rows).publish();
    }

    private void publish() {
        Labels labels = Metric.INTERVAL.labels(domain);
        rows.add(Metric.INTERVAL, labels, standing.target().interval().toMillis() / 1000.0);
        rows.add(Metric.MX_HOSTS, labels, standing.hosts().size());
        rows.add(Metric.MX_CHANGES, labels, (double) standing.mxChanges());
        standing.marks()
                .forEach(
                        (identity, marks) -> {
                            marks(identity, marks);
                            status(identity);
                        });
        HostRows hosts = new HostRows(domain);
        standing.observations().forEach(hosts::gather);
        hosts.publish(rows);
    }

    private void marks(String identity, Standing.Marks marks) {
        Labels labels = Metric.LAST_ATTEMPT.labels(domain, identity);
        rows.add(Metric.LAST_ATTEMPT, labels, seconds(marks.attempt()));
        rows.add(Metric.LAST_CONCLUSIVE, labels, seconds(marks.conclusive()));
        rows.add(Metric.LAST_SUCCESS, labels, seconds(marks.success()));
    }

    private static double seconds(Optional<Instant> instant) {
        return instant.map(i -> i.toEpochMilli() / 1000.0).orElse(0.0);
    }

    private void status(String identity) {
        String provider = standing.provider().label();
        for (Status status : Status.values()) {
            rows.add(
                    Metric.DOMAIN_STATUS,
                    Metric.DOMAIN_STATUS.labels(domain, provider, identity, status.label()),
                    status == standing.status(identity) ? 1 : 0);
        }
    }
}
