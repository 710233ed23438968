package io.rcptwatch.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.verdict.PastedReply;
import io.rcptwatch.verdict.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code explain} tells machines; absent values are null. */
record Explanation(
        String outcome,
        @JsonProperty("class") String outcomeClass,
        @Nullable String code,
        @JsonProperty("enhanced_code") @Nullable String enhancedCode,
        String rule,
        String meaning,
        String advice,
        @JsonProperty("advice_url") @Nullable String adviceUrl,
        boolean conclusive) {
    static Explanation of(PastedReply pasted, Verdict verdict) {
        return new Explanation(
                verdict.outcome().label(),
                verdict.outcomeClass().label(),
                orNull(pasted.code()),
                orNull(pasted.enhancedCode().map(EnhancedCode::toString)),
                verdict.rule(),
                verdict.meaning(),
                verdict.advice(),
                orNull(verdict.adviceUrl()),
                verdict.conclusive());
    }

    private static @Nullable String orNull(Optional<String> value) {
        return value.orElse(null);
    }
}
