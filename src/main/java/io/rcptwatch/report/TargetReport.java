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
 * @param reason why the status is what it is; null if it tells by itself
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
        @Nullable String reason,
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
                standing.since(),
                standing.latest(),
                waits,
                standing.observations());
    }

    /**
     * A round in the shape of JSON.
     *
     * @param since when the status of each identity began, as far as known
     */
    public static TargetReport of(Target target, Round round, Map<String, Instant> since) {
        return of(
                target,
                round.provider(),
                identity -> round.statuses().getOrDefault(identity, Status.PENDING),
                since,
                Optional.of(round),
                List.of(),
                round.observations());
    }

    private static TargetReport of(
            Target target,
            Provider provider,
            Function<String, Status> status,
            Map<String, Instant> since,
            Optional<Round> round,
            List<ProbeWait> waits,
            List<Observation> observations) {
        Map<String, Status> statuses = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, String> began = new LinkedHashMap<>();
        for (Identity identity : target.identities()) {
            String name = identity.name();
            statuses.put(name, status.apply(name));
            labels.put(name, status.apply(name).label());
            if (since.containsKey(name)) {
                began.put(name, String.valueOf(since.get(name)));
            }
        }
        Status overall = StatusOrder.overall(statuses.values().stream());
        return new TargetReport(
                target.domain().configured(),
                provider.label(),
                overall.label(),
                StatusOrder.since(statuses, since).map(Instant::toString).orElse(null),
                round.flatMap(r -> StatusOrder.reason(target, r)).orElse(null),
                BlindSpot.note(provider, overall).orElse(null),
                labels,
                began,
                round.map(Round::finishedAt).map(Object::toString).orElse(null),
                waits.stream().map(WaitReport::of).toList(),
                round.flatMap(Round::policies).map(DomainPolicyReport::of).orElse(null),
                observations.stream().map(o -> ObservationReport.of(o, target)).toList());
    }
}
