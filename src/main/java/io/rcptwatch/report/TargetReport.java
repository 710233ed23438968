package io.rcptwatch.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.ProbeWait;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.TargetState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a target stands.
 *
 * @param status as all its identities together see it
 * @param since when that status began, as ISO 8601 in UTC; null where no agent remembers
 * @param note what that status does not say; null if there is nothing to add
 * @param statuses by identity
 * @param statusesSince when each of them began; empty where no agent remembers
 * @param waits why it is not asked, where it is its turn, or more seldom
 * @param policies what the domain says about TLS; null where nobody asked
 * @param finishedAt when the round ended, as ISO 8601 in UTC; null where none did yet
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TargetReport(
        String domain,
        String provider,
        String status,
        @Nullable String since,
        @Nullable String note,
        Map<String, String> statuses,
        Map<String, String> statusesSince,
        @Nullable String finishedAt,
        List<WaitReport> waits,
        @Nullable DomainPolicyReport policies,
        List<ObservationReport> observations) {
    /** A standing in the shape of JSON. */
    public static TargetReport of(TargetState standing, List<ProbeWait> waits) {
        return of(
                standing.target(),
                standing.provider(),
                standing::status,
                standing::since,
                standing.latest(),
                waits,
                standing.observations());
    }

    /** A round in the shape of JSON. */
    public static TargetReport of(Target target, Round round) {
        return of(
                target,
                round.provider(),
                identity -> round.statuses().getOrDefault(identity, Status.PENDING),
                _ -> Optional.empty(),
                Optional.of(round),
                List.of(),
                round.observations());
    }

    private static TargetReport of(
            Target target,
            Provider provider,
            Function<String, Status> status,
            Function<String, Optional<Instant>> since,
            Optional<Round> round,
            List<ProbeWait> waits,
            List<Observation> observations) {
        List<String> identities = target.identities().stream().map(Identity::name).toList();
        Map<String, String> statuses = new LinkedHashMap<>();
        Map<String, String> statusesSince = new LinkedHashMap<>();
        for (String identity : identities) {
            statuses.put(identity, status.apply(identity).label());
            since.apply(identity).ifPresent(began -> statusesSince.put(identity, began.toString()));
        }
        Status overall = StatusOrder.overall(identities.stream().map(status));
        return new TargetReport(
                target.domain().configured(),
                provider.label(),
                overall.label(),
                StatusOrder.since(overall, identities, status, since)
                        .map(Instant::toString)
                        .orElse(null),
                BlindSpot.note(provider, overall).orElse(null),
                statuses,
                statusesSince,
                round.map(Round::finishedAt).map(Object::toString).orElse(null),
                waits.stream().map(WaitReport::of).toList(),
                round.flatMap(Round::policies).map(DomainPolicyReport::of).orElse(null),
                observations.stream().map(o -> ObservationReport.of(o, target)).toList());
    }
}
