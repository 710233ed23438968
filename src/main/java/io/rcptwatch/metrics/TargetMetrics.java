package io.rcptwatch.metrics;

import io.rcptwatch.watch.TargetState;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Writes down everything about the targets, metric by metric. */
final class TargetMetrics {
    private final Collection<TargetCounters> tallies;
    private final List<TargetState> standings;
    private final RowWriter rows;

    TargetMetrics(Collection<TargetCounters> tallies, List<TargetState> standings, RowWriter rows) {
        this.tallies = tallies;
        this.standings = standings;
        this.rows = rows;
    }

    private interface Part<T> {
        void write(T subject, RowWriter rows) throws IOException;
    }

    void write() throws IOException {
        counted(Metric.ATTEMPTS, TargetCounters::attempts);
        counted(Metric.RESULTS, TargetCounters::results);
        counted(Metric.TLS_FAILURES, TargetCounters::tlsFailures);
        counted(Metric.DANE_RESULTS, TargetCounters::daneResults);
        counted(Metric.SKIPPED, TargetCounters::skips);
        shown(Metric.SUCCESS, HostRows::success);
        shown(Metric.DOMAIN_STATUS, TargetRows::status);
        shown(Metric.LAST_RESULT, HostRows::lastResult);
        shown(Metric.DOMAIN_STATUS_SINCE, TargetRows::since);
        shown(Metric.LAST_ATTEMPT, TargetRows::lastAttempt);
        shown(Metric.LAST_CONCLUSIVE, TargetRows::lastConclusive);
        shown(Metric.LAST_SUCCESS, TargetRows::lastSuccess);
        shown(Metric.INTERVAL, TargetRows::interval);
        shown(Metric.MX_HOSTS, TargetRows::mxHosts);
        shown(Metric.MX_CHANGES, TargetRows::mxChanges);
        shown(Metric.EHLO_EXTENSION, HostRows::extensions);
        shown(Metric.EHLO_SIZE_LIMIT, HostRows::sizeLimit);
        shown(Metric.EHLO_CHANGES, TargetRows::ehloChanges);
        shown(Metric.TLS, HostRows::tls);
        shown(Metric.TLS_NOT_AFTER, HostRows::notAfter);
        shown(Metric.TLS_REQUIRED, TargetRows::tlsRequired);
        shown(Metric.MTA_STS_POLICY, TargetRows::mtaSts);
    }

    private void counted(Metric metric, Part<TargetCounters> part) throws IOException {
        each(metric, tallies, part);
    }

    private void shown(Metric metric, Part<TargetState> part) throws IOException {
        each(metric, standings, part);
    }

    private <T> void each(Metric metric, Collection<T> subjects, Part<T> part) throws IOException {
        rows.begin(metric);
        for (T subject : subjects) {
            part.write(subject, rows);
        }
    }
}
