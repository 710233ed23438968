package io.rcptwatch.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.probe.TlsTrouble;

/**
 * Why a conversation that wanted TLS went on in clear.
 *
 * @param resultType as RFC 8460 names it
 * @param detail one line for people
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TlsTroubleReport(String resultType, String detail) {
    static TlsTroubleReport of(TlsTrouble trouble) {
        return new TlsTroubleReport(trouble.problem().label(), trouble.detail());
    }
}
