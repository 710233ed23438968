package io.rcptwatch.web;

import io.rcptwatch.report.BlindSpot;
import io.rcptwatch.report.Since;
import io.rcptwatch.target.SafeText;
import io.rcptwatch.verdict.Verdict;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.ProbeWait;
import io.rcptwatch.watch.TargetState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one target stands as one identity sees it. What is not known is the empty text.
 *
 * @param path the target's name in a link
 * @param since when the status began
 * @param reason why the status is what it is, where it does not tell
 * @param note what the status does not say
 * @param fault whose turn it is to act
 * @param answer what the server said, or why it said nothing
 * @param waits why it is not asked yet
 */
record TargetLine(
        String domain,
        String path,
        String provider,
        String identity,
        StatusBadge badge,
        Since since,
        String reason,
        String note,
        String outcome,
        String fault,
        String mx,
        String answer,
        String meaning,
        String advice,
        ShownTime when,
        String duration,
        List<WaitLine> waits) {
    private static final int LONGEST_ANSWER = 300;

    static TargetLine of(
            TargetState standing, String identity, List<ProbeWait> waits, Instant now) {
        Optional<Observation> deciding = TargetAnswer.deciding(standing, identity);
        Optional<Verdict> verdict = deciding.map(Observation::verdict);
        String domain = standing.target().domain().configured();
        return new TargetLine(
                domain,
                PageText.path(domain),
                standing.provider().label(),
                identity,
                StatusBadge.of(standing.status(identity)),
                Since.of(standing.since(identity), now),
                standing.statusReason(identity).orElse(""),
                BlindSpot.note(standing.provider(), standing.status(identity)).orElse(""),
                verdict.map(v -> v.outcome().label()).orElse(""),
                verdict.map(v -> v.fault().label()).orElse(""),
                deciding.flatMap(Observation::mx).orElse(""),
                deciding.map(TargetLine::answer).orElse(""),
                verdict.map(Verdict::meaning).orElse(""),
                verdict.map(Verdict::advice).orElse(""),
                ShownTime.of(deciding.map(Observation::finishedAt), now),
                deciding.map(o -> PageText.seconds(o.conversation().duration())).orElse(""),
                WaitLine.of(waits.stream().filter(w -> w.concerns(identity)).toList(), now));
    }

    private static String answer(Observation observation) {
        return SafeText.cut(observation.conversation().ending().text(), LONGEST_ANSWER);
    }
}
