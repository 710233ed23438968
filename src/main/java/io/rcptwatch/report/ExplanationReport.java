package io.rcptwatch.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Phase;
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
 * @param outcomeClass null where nothing was said
 * @param phase the step that was answered, as far as it is known
 * @param provider whose rules were asked
 * @param permanent whether it is permanent (5yz), whatever its cause; null where nothing was said
 * @param retryAfterSeconds the wait that the reply names
 * @param address the IP address that the reply names first
 * @param list the blocklist that the reply names
 * @param steps the tables that were asked, in that order
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ExplanationReport(
        String outcome,
        @JsonProperty("class") @Nullable String outcomeClass,
        String fault,
        String basis,
        @Nullable String phase,
        String provider,
        @Nullable String code,
        @Nullable String enhancedCode,
        String rule,
        String meaning,
        String advice,
        @Nullable String adviceUrl,
        boolean conclusive,
        @Nullable Boolean permanent,
        @Nullable Long retryAfterSeconds,
        @Nullable String address,
        @Nullable String list,
        // Only where somebody asked how the verdict came about: a batch is for the verdicts.
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

    /** A judgement in the shape of JSON, without how it came about. */
    public static ExplanationReport brief(PastedReply pasted, Judgement judgement) {
        return of(pasted, judgement, null);
    }

    /** A judgement in the shape of JSON, and how it came about. */
    public static ExplanationReport of(PastedReply pasted, Judgement judgement) {
        return of(pasted, judgement, judgement.steps().stream().map(RuleStepReport::of).toList());
    }

    private static ExplanationReport of(
            PastedReply pasted, Judgement judgement, @Nullable List<RuleStepReport> steps) {
        Verdict verdict = judgement.verdict();
        // Nothing that was said is neither for now nor permanent, and says nothing of anyone.
        boolean said = !pasted.saysNothing();
        return new ExplanationReport(
                verdict.outcome().label(),
                said ? verdict.outcomeClass().label() : null,
                verdict.fault().label(),
                verdict.basis().label(),
                verdict.phase().map(Phase::label).orElse(null),
                judgement.provider().label(),
                pasted.code().orElse(null),
                pasted.enhancedCode().map(EnhancedCode::toString).orElse(null),
                verdict.rule(),
                verdict.meaning(),
                verdict.advice(),
                verdict.adviceUrl().orElse(null),
                said && verdict.conclusive(),
                said ? (Boolean) verdict.permanent() : null,
                verdict.clues().retryAfter().map(Duration::toSeconds).orElse(null),
                verdict.clues().address().orElse(null),
                verdict.clues().list().orElse(null),
                steps);
    }
}
