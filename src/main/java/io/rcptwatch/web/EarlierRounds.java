package io.rcptwatch.web;

import io.rcptwatch.report.ObservationReport;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.Observation;
import java.time.Instant;
import java.util.List;

/**
 * Conversations before the latest round.
 *
 * @param missing why none can be shown, or the empty text
 * @param lines the newest first
 * @param left how many more there are
 */
record EarlierRounds(String missing, List<RoundLine> lines, int left) {
    /** Servers may have said a lot in each of them. */
    static final int LINES = 25;

    /** One of them. */
    record RoundLine(ShownTime when, ObservationReport said) {}

    static EarlierRounds of(Target target, Archive.Past past, Instant now) {
        return switch (past) {
            case Archive.Past.Kept(List<Observation> kept) ->
                    new EarlierRounds(
                            "",
                            kept.stream().limit(LINES).map(o -> line(o, target, now)).toList(),
                            Math.max(0, kept.size() - LINES));
            case Archive.Past.Missing(String reason) -> new EarlierRounds(reason, List.of(), 0);
        };
    }

    private static RoundLine line(Observation observation, Target target, Instant now) {
        return new RoundLine(
                ShownTime.of(observation.finishedAt(), now),
                ObservationReport.of(observation, target));
    }
}
