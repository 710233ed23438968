package io.rcptwatch.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.mtasts.Policy;
import io.rcptwatch.mtasts.StsState;
import io.rcptwatch.mtasts.TlsRpt;
import io.rcptwatch.watch.DomainPolicies;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a domain says about TLS to its mail hosts.
 *
 * @param mtaSts its MTA-STS
 * @param tlsRpt where it wants reports to go
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DomainPolicyReport(MtaStsReport mtaSts, Reports tlsRpt) {
    /**
     * How it stands with the policy.
     *
     * @param mode enforce, testing, none, absent, faulty or unknown
     * @param mx the hosts that it leaves in
     * @param expires until when it holds, as ISO 8601 in UTC
     * @param problem what the domain should mend, as RFC 8460 names it
     * @param detail the same for people, or why nothing is known
     */
    public record MtaStsReport(
            String mode,
            List<String> mx,
            @Nullable String expires,
            @Nullable String problem,
            @Nullable String detail) {
        private static MtaStsReport of(StsState state) {
            return new MtaStsReport(
                    state.mode().label(),
                    state.held().map(MtaStsReport::patterns).orElse(List.of()),
                    state instanceof StsState.InForce held ? held.expiry().toString() : null,
                    state.fault().map(fault -> fault.problem().label()).orElse(null),
                    state.fault()
                            .map(fault -> fault.detail())
                            .orElse(state instanceof StsState.Unknown(String why) ? why : null));
        }

        private static List<String> patterns(Policy policy) {
            return policy.mx().stream().map(Object::toString).toList();
        }
    }

    /**
     * Where reports go.
     *
     * @param state present, absent, invalid or unknown
     * @param to the places
     * @param detail why there are none
     */
    public record Reports(String state, List<String> to, @Nullable String detail) {
        private static Reports of(TlsRpt tlsRpt) {
            return switch (tlsRpt) {
                case TlsRpt.Present(List<URI> places) ->
                        new Reports("present", places.stream().map(URI::toString).toList(), null);
                case TlsRpt.Absent() -> new Reports("absent", List.of(), null);
                case TlsRpt.Invalid(String detail) -> new Reports("invalid", List.of(), detail);
                case TlsRpt.Unknown(String detail) -> new Reports("unknown", List.of(), detail);
            };
        }
    }

    /** The same in the shape of JSON. */
    public static DomainPolicyReport of(DomainPolicies policies) {
        return new DomainPolicyReport(
                MtaStsReport.of(policies.mtaSts()), Reports.of(policies.tlsRpt()));
    }
}
