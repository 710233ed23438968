package io.rcptwatch.web;

import io.rcptwatch.agent.Archive;
import io.rcptwatch.agent.Observation;
import io.rcptwatch.report.ObservationReport;
import java.time.Instant;
import java.util.List;

/**
 * Conversations before the latest round.
 *
 * @param missing why none can be shown, or the empty text
 * @param lines the newest first
 * @param left how many more there are
 */
record Earlier(String missing, List<Line> lines, int left) {
    /** Servers may have said a lot in each of them. */
    static final int LINES = 25;

    /** One of them. */
    record Line(Moment when, ObservationReport said) {}

    static Earlier of(Archive.Past past, Instant now) {
        return switch (past) {
            case Archive.Past.Kept(List<Observation> kept) ->
                    new Earlier(
                            "",
                            kept.stream().limit(LINES).map(o -> line(o, now)).toList(),
                            Math.max(0, kept.size() - LINES));
            case Archive.Past.Missing(String reason) -> new Earlier(reason, List.of(), 0);
        };
    }

    private static Line line(Observation observation, Instant now) {
        return new Line(
                Moment.of(observation.finishedAt(), now), ObservationReport.of(observation));
    }
}
