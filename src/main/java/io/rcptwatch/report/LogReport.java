package io.rcptwatch.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.deliveries.LogSummary;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a mail log says, in the shape of JSON.
 *
 * @param lines how many lines were read
 * @param unreadable how many are about a delivery in a form that we do not know
 */
public record LogReport(
        long lines, long unreadable, List<OutcomeRow> outcomes, List<UnknownRow> unknown) {
    /** How often a provider gave an outcome. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record OutcomeRow(
            String provider,
            String outcome,
            @JsonProperty("class") String outcomeClass,
            String fault,
            long attempts,
            long settled,
            @Nullable String example,
            @Nullable String phase,
            @Nullable String basis,
            @Nullable String rule,
            @Nullable String meaning,
            @Nullable String advice) {
        private static OutcomeRow of(LogSummary.ProviderOutcome row) {
            Optional<Verdict> verdict = row.verdict();
            return new OutcomeRow(
                    row.provider().label(),
                    row.outcome().label(),
                    row.outcomeClass().label(),
                    verdict.map(Verdict::fault).orElseGet(row.outcome()::fault).label(),
                    row.attempts(),
                    row.settled(),
                    row.example().orElse(null),
                    verdict.flatMap(Verdict::phase).map(Phase::label).orElse(null),
                    verdict.map(v -> v.basis().label()).orElse(null),
                    verdict.map(Verdict::rule).orElse(null),
                    verdict.map(Verdict::meaning).orElse(null),
                    verdict.map(Verdict::advice).orElse(null));
        }
    }

    /** A reply that no rule knows, and a rule to complete. */
    public record UnknownRow(long times, String rule) {}

    /** The report of a summary. */
    public static LogReport of(LogSummary summary) {
        return new LogReport(
                summary.lines(),
                summary.unreadable(),
                summary.rows().stream().map(OutcomeRow::of).toList(),
                summary.unknown().stream()
                        .map(u -> new UnknownRow(u.times(), u.skeleton()))
                        .toList());
    }
}
