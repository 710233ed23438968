package io.rcptwatch.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.probe.DialogueStep;
import io.rcptwatch.smtp.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One step of a conversation.
 *
 * @param sent our line; null where we said nothing
 * @param received the reply as on the wire, its lines joined by line feeds; null where none came
 * @param seconds how long it took
 */
@JsonNaming(SnakeCaseStrategy.class)
public record StepReport(
        String phase, @Nullable String sent, @Nullable String received, double seconds) {
    static StepReport of(DialogueStep step) {
        return new StepReport(
                step.phase().label(),
                step.sent().orElse(null),
                step.received().map(Reply::toString).orElse(null),
                Seconds.of(step.duration()));
    }
}
