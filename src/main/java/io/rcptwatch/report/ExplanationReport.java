package io.rcptwatch.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.verdict.Judgement;
import io.rcptwatch.verdict.PastedReply;
import io.rcptwatch.verdict.RuleStep;
import io.rcptwatch.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reply means. What does not apply is null.
 *
 * @param fault whose turn it is to act
 * @param basis what of the reply decided: text, code or none
 * @param permanent whether it is for good (5yz), whatever its cause
 * @param retryAfterSeconds the wait that the reply names
 * @param address the IP address that the reply names first
 * @param list the blocklist that the reply names
 * @param provider whose rules were asked
 * @param steps the tables that were asked, in that order
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ExplanationReport(
        String outcome,
        @JsonProperty("class") String outcomeClass,
        String fault,
        String basis,
        @Nullable String code,
        @Nullable String enhancedCode,
        String rule,
        String meaning,
        String advice,
        @Nullable String adviceUrl,
        boolean conclusive,
        boolean permanent,
        @Nullable Long retryAfterSeconds,
        @Nullable String address,
        @Nullable String list,
        // Only where somebody asked how the verdict came about: a batch is for the verdicts.
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String provider,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<RuleStepReport> steps) {
    /** One table that was asked. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record RuleStepReport(
            String table,
            int asked,
            @Nullable String rule,
            String reason,
            List<RuleStep.PassedOver> passedOver) {
        private static RuleStepReport of(RuleStep step) {
            return new RuleStepReport(
                    step.table(),
                    step.asked(),
                    step.rule().orElse(null),
                    step.reason(),
                    step.passedOver());
        }
    }

    /** A verdict in the shape of JSON. */
    public static ExplanationReport of(PastedReply pasted, Verdict verdict) {
        return of(pasted, verdict, null, null);
    }

    /** A verdict in the shape of JSON, and how it came about. */
    public static ExplanationReport of(PastedReply pasted, Judgement decision) {
        return of(
                pasted,
                decision.verdict(),
                decision.provider().label(),
                decision.steps().stream().map(RuleStepReport::of).toList());
    }

    private static ExplanationReport of(
            PastedReply pasted,
            Verdict verdict,
            @Nullable String provider,
            @Nullable List<RuleStepReport> steps) {
        return new ExplanationReport(
                verdict.outcome().label(),
                verdict.outcomeClass().label(),
                verdict.fault().label(),
                verdict.basis().label(),
                pasted.code().orElse(null),
                pasted.enhancedCode().map(EnhancedCode::toString).orElse(null),
                verdict.rule(),
                verdict.meaning(),
                verdict.advice(),
                verdict.adviceUrl().orElse(null),
                verdict.conclusive(),
                verdict.permanent(),
                verdict.clues().retryAfter().map(Duration::toSeconds).orElse(null),
                verdict.clues().address().orElse(null),
                verdict.clues().list().orElse(null),
                provider,
                steps);
    }
}
