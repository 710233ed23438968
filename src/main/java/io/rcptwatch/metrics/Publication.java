package io.rcptwatch.metrics;

import io.rcptwatch.agent.Standing;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Writes down everything about the targets, metric by metric. */
final class Publication {
    private final Collection<Tally> tallies;
    private final List<Standing> standings;
    private final RowWriter rows;

    Publication(Collection<Tally> tallies, List<Standing> standings, RowWriter rows) {
        this.tallies = tallies;
        this.standings = standings;
        this.rows = rows;
    }

    private interface Part<T> {
        void write(T subject, RowWriter rows) throws IOException;
    }

    void write() throws IOException {
        counted(Metric.ATTEMPTS, Tally::attempts);
        counted(Metric.RESULTS, Tally::results);
        counted(Metric.TLS_FAILURES, Tally::tlsFailures);
        counted(Metric.DANE_RESULTS, Tally::daneResults);
        counted(Metric.SKIPPED, Tally::skips);
        shown(Metric.SUCCESS, HostRows::success);
        shown(Metric.DOMAIN_STATUS, StandingRows::status);
        shown(Metric.LAST_RESULT, HostRows::lastResult);
        shown(Metric.DOMAIN_STATUS_SINCE, StandingRows::since);
        shown(Metric.LAST_ATTEMPT, StandingRows::lastAttempt);
        shown(Metric.LAST_CONCLUSIVE, StandingRows::lastConclusive);
        shown(Metric.LAST_SUCCESS, StandingRows::lastSuccess);
        shown(Metric.INTERVAL, StandingRows::interval);
        shown(Metric.MX_HOSTS, StandingRows::mxHosts);
        shown(Metric.MX_CHANGES, StandingRows::mxChanges);
        shown(Metric.EHLO_EXTENSION, HostRows::extensions);
        shown(Metric.EHLO_SIZE_LIMIT, HostRows::sizeLimit);
        shown(Metric.EHLO_CHANGES, StandingRows::ehloChanges);
        shown(Metric.TLS, HostRows::tls);
        shown(Metric.TLS_NOT_AFTER, HostRows::notAfter);
        shown(Metric.TLS_REQUIRED, StandingRows::tlsRequired);
        shown(Metric.MTA_STS_POLICY, StandingRows::mtaSts);
    }

    private void counted(Metric metric, Part<Tally> part) throws IOException {
        each(metric, tallies, part);
    }

    private void shown(Metric metric, Part<Standing> part) throws IOException {
        each(metric, standings, part);
    }

    private <T> void each(Metric metric, Collection<T> subjects, Part<T> part) throws IOException {
        rows.begin(metric);
        for (T subject : subjects) {
            part.write(subject, rows);
        }
    }
}
