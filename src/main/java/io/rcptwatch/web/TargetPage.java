package io.rcptwatch.web;

import io.rcptwatch.report.BlindSpot;
import io.rcptwatch.report.DomainPolicyReport;
import io.rcptwatch.report.ObservationReport;
import io.rcptwatch.report.Since;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.ProbeWaits;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.TargetState;
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
        ShownTime now,
        String domain,
        String path,
        String recipient,
        String provider,
        long intervalSeconds,
        List<String> hosts,
        @Nullable DomainPolicyReport policies,
        ShownTime finished,
        List<IdentityView> identities,
        List<WaitLine> waits,
        List<ObservationReport> conversations,
        EarlierRounds earlier,
        boolean still) {
    /** How one identity sees the target. */
    record IdentityView(
            String identity,
            StatusBadge badge,
            Since since,
            String reason,
            String note,
            ShownTime attempt,
            ShownTime conclusive,
            ShownTime success) {
        static IdentityView of(
                TargetState standing, String identity, TargetState.Marks marks, Instant now) {
            return new IdentityView(
                    identity,
                    StatusBadge.of(standing.status(identity)),
                    Since.of(marks.since(), now),
                    standing.statusReason(identity).orElse(""),
                    BlindSpot.note(standing.provider(), standing.status(identity)).orElse(""),
                    ShownTime.of(marks.attempt(), now),
                    ShownTime.of(marks.conclusive(), now),
                    ShownTime.of(marks.success(), now));
        }
    }

    static TargetPage of(
            TargetState standing, ProbeWaits waits, Archive.Past past, boolean still, Instant now) {
        String domain = standing.target().domain().configured();
        return new TargetPage(
                ShownTime.of(now, now),
                domain,
                PageText.path(domain),
                standing.target().recipient().toString(),
                standing.provider().label(),
                standing.target().interval().toSeconds(),
                standing.hosts().stream().sorted().toList(),
                standing.latest().flatMap(Round::policies).map(DomainPolicyReport::of).orElse(null),
                ShownTime.of(standing.latest().map(Round::finishedAt), now),
                standing.marks().entrySet().stream()
                        .map(e -> IdentityView.of(standing, e.getKey(), e.getValue(), now))
                        .toList(),
                WaitLine.of(waits.of(standing), now),
                standing.observations().stream()
                        .map(o -> ObservationReport.of(o, standing.target()))
                        .toList(),
                EarlierRounds.of(standing.target(), past, now),
                still);
    }
}
