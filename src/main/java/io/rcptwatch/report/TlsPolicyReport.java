package io.rcptwatch.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.dane.Dane;
import io.rcptwatch.dane.DaneResult;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.watch.TlsJudgement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was demanded of a host's TLS, and whether the host meets it.
 *
 * @param demandedBy who has the last word: configuration, mta_sts or dane
 * @param problems what is wrong by that, as RFC 8460 names it
 * @param dane what came of DANE; null where it was not asked, or no handshake was finished
 * @param daneDetail why DANE does not apply or went wrong, for people
 * @param inMtaStsPolicy false where the domain's policy leaves the host out
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TlsPolicyReport(
        String demandedBy,
        List<String> problems,
        @Nullable String dane,
        @Nullable String daneDetail,
        boolean inMtaStsPolicy) {
    /** The same in the shape of JSON. */
    public static TlsPolicyReport of(TlsJudgement judgement) {
        return new TlsPolicyReport(
                judgement.demander().label(),
                judgement.problems().stream().map(TlsProblem::label).sorted().toList(),
                judgement.result().map(DaneResult::label).orElse(null),
                judgement.dane().map(TlsPolicyReport::detail).orElse(null),
                judgement.listed());
    }

    private static @Nullable String detail(Dane dane) {
        return switch (dane) {
            case Dane.Insecure(String what) -> "not signed: " + what;
            case Dane.Bogus(String detail) -> detail;
            case Dane.LookupFailed(String detail) -> detail;
            case Dane.Unusable(String base, _) -> "no usable TLSA record at " + base;
            case Dane.Usable(String base, _, _) -> "TLSA records at " + base;
            case Dane.Absent() -> null;
        };
    }
}
