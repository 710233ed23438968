package io.rcptwatch.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conversations about a target before its latest round.
 *
 * @param missing why none can be told, for people; null where they can
 * @param observations the newest first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record HistoryReport(
        String domain, @Nullable String missing, List<ObservationReport> observations) {
    /** The same in the shape of JSON. */
    public static HistoryReport of(Target target, Archive.Past past) {
        String domain = target.domain().configured();
        return switch (past) {
            case Archive.Past.Kept(List<Observation> observations) ->
                    new HistoryReport(
                            domain,
                            null,
                            observations.stream()
                                    .map(o -> ObservationReport.of(o, target))
                                    .toList());
            case Archive.Past.Missing(String reason) ->
                    new HistoryReport(domain, reason, List.of());
        };
    }
}
