package io.rcptwatch.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.watch.ProbeWait;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Why a conversation about a target is not held yet.
 *
 * @param reason budget, backoff, greylisted or recipient_unknown
 * @param identity who waits; null: all of the target's
 * @param until when it ends by itself, as ISO 8601 in UTC; null: nobody knows
 * @param detail for people
 */
@JsonNaming(SnakeCaseStrategy.class)
public record WaitReport(
        String reason, @Nullable String identity, @Nullable String until, String detail) {
    /** The same in the shape of JSON. */
    public static WaitReport of(ProbeWait wait) {
        return new WaitReport(
                wait.reason().label(),
                wait.identity().orElse(null),
                wait.until()
                        .map(until -> until.truncatedTo(ChronoUnit.SECONDS))
                        .map(Instant::toString)
                        .orElse(null),
                wait.detail());
    }
}
