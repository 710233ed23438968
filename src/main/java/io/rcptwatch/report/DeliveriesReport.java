package io.rcptwatch.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.deliveries.Delivery.Fate;
import io.rcptwatch.deliveries.DeliveryCounts;
import io.rcptwatch.deliveries.RecentDeliveries.RecentKey;
import io.rcptwatch.deliveries.RecentDeliveries.RecentRefusal;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.verdict.Provider;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What became of our mail in the last hour, by our mail server's log.
 *
 * @param providers those with most refusals first
 * @param logs the logs that are followed; none: the configuration names none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DeliveriesReport(List<ProviderDeliveries> providers, List<LogState> logs) {
    /** One provider's. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record ProviderDeliveries(
            String provider,
            long sent,
            long deferred,
            long bounced,
            long expired,
            List<OutcomeCount> outcomes,
            List<RefusalReport> refusals) {}

    /** How often one outcome came. */
    public record OutcomeCount(
            String outcome, @JsonProperty("class") String outcomeClass, long count) {}

    /** A reply that refused mail, without mailboxes. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record RefusalReport(
            String at,
            String fate,
            String outcome,
            String fault,
            String reply,
            String meaning,
            String advice) {}

    /** A log of our mail server. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record LogState(
            String source,
            boolean healthy,
            long deliveries,
            long unreadable,
            @Nullable String lastLine) {}

    /** The report of now. */
    public static DeliveriesReport of(DeliveryCounts counts, Instant now) {
        Map<RecentKey, Long> recent = counts.recent().lastHour(now);
        return new DeliveriesReport(
                recent.keySet().stream()
                        .map(RecentKey::provider)
                        .distinct()
                        .map(provider -> provider(provider, recent, counts))
                        .sorted(
                                Comparator.comparing(
                                                (ProviderDeliveries p) ->
                                                        -(p.bounced() + p.deferred() + p.expired()))
                                        .thenComparing(ProviderDeliveries::provider))
                        .toList(),
                counts.sources().entrySet().stream()
                        .map(
                                e ->
                                        new LogState(
                                                e.getKey(),
                                                e.getValue().healthy(),
                                                e.getValue().deliveries(),
                                                e.getValue().unreadable(),
                                                e.getValue()
                                                        .lastLine()
                                                        .map(Instant::toString)
                                                        .orElse(null)))
                        .sorted(Comparator.comparing(LogState::source))
                        .toList());
    }

    private static ProviderDeliveries provider(
            Provider provider, Map<RecentKey, Long> recent, DeliveryCounts counts) {
        return new ProviderDeliveries(
                provider.label(),
                sum(recent, provider, Fate.SENT),
                sum(recent, provider, Fate.DEFERRED),
                sum(recent, provider, Fate.BOUNCED),
                sum(recent, provider, Fate.EXPIRED),
                recent.entrySet().stream()
                        .filter(e -> e.getKey().provider().equals(provider))
                        .filter(e -> e.getKey().outcome() != Outcome.ACCEPTED)
                        .map(
                                e ->
                                        new OutcomeCount(
                                                e.getKey().outcome().label(),
                                                e.getKey().outcomeClass().label(),
                                                e.getValue()))
                        .sorted(Comparator.comparing(count -> -count.count()))
                        .toList(),
                counts.recent().refusals(provider).stream()
                        .map(DeliveriesReport::refusal)
                        .toList());
    }

    private static long sum(Map<RecentKey, Long> recent, Provider provider, Fate fate) {
        Predicate<RecentKey> wanted = key -> key.provider().equals(provider) && key.fate() == fate;
        return recent.entrySet().stream()
                .filter(e -> wanted.test(e.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static RefusalReport refusal(RecentRefusal refusal) {
        return new RefusalReport(
                refusal.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                refusal.fate().label(),
                refusal.verdict().outcome().label(),
                refusal.verdict().fault().label(),
                refusal.text(),
                refusal.verdict().meaning(),
                refusal.verdict().advice());
    }
}
