package io.rcptwatch.web;

import io.rcptwatch.agent.Archive;
import io.rcptwatch.agent.Round;
import io.rcptwatch.agent.Standing;
import io.rcptwatch.agent.Waits;
import io.rcptwatch.report.DomainPolicyReport;
import io.rcptwatch.report.ObservationReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one target.
 *
 * @param hosts the mail hosts that were last known
 * @param policies what the domain says about TLS; null where nobody asked
 * @param finished when the latest round ended
 * @param waits why it is not asked yet
 * @param conversations those of the latest round
 * @param earlier those before
 * @param still whether the page is not to be renewed
 */
record TargetPage(
        Moment now,
        String domain,
        String path,
        String recipient,
        String provider,
        long intervalSeconds,
        List<String> hosts,
        @Nullable DomainPolicyReport policies,
        Moment finished,
        List<Vantage> vantages,
        List<Waiting> waits,
        List<ObservationReport> conversations,
        Earlier earlier,
        boolean still) {
    /** How one identity sees the target. */
    record Vantage(
            String identity,
            Badge badge,
            Since since,
            Moment attempt,
            Moment conclusive,
            Moment success) {
        static Vantage of(Standing standing, String identity, Standing.Marks marks, Instant now) {
            return new Vantage(
                    identity,
                    Badge.of(standing.status(identity)),
                    Since.of(marks.since(), now),
                    Moment.of(marks.attempt(), now),
                    Moment.of(marks.conclusive(), now),
                    Moment.of(marks.success(), now));
        }
    }

    static TargetPage of(
            Standing standing, Waits waits, Archive.Past past, boolean still, Instant now) {
        String domain = standing.target().domain().configured();
        return new TargetPage(
                Moment.of(now, now),
                domain,
                Texts.path(domain),
                standing.target().recipient().toString(),
                standing.provider().label(),
                standing.target().interval().toSeconds(),
                standing.hosts().stream().sorted().toList(),
                standing.latest().flatMap(Round::policies).map(DomainPolicyReport::of).orElse(null),
                Moment.of(standing.latest().map(Round::finishedAt), now),
                standing.marks().entrySet().stream()
                        .map(e -> Vantage.of(standing, e.getKey(), e.getValue(), now))
                        .toList(),
                Waiting.of(waits.of(standing), now),
                standing.observations().stream().map(ObservationReport::of).toList(),
                Earlier.of(past, now),
                still);
    }
}
