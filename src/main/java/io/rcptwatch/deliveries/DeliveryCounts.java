package io.rcptwatch.deliveries;

import io.rcptwatch.deliveries.Delivery.Fate;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.verdict.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Counts deliveries and lines since the start of the process. In memory that the closed sets of
 * labels and the configuration bound. Thread-safe.
 */
public final class DeliveryCounts {
    private final Predicate<String> isTarget;
    private final BiConsumer<Provider, Duration> delays;
    private final RecentDeliveries recent = new RecentDeliveries();
    private final Map<AttemptKey, Long> attempts = new HashMap<>();
    private final Map<MessageKey, Long> messages = new HashMap<>();
    private final Map<DomainKey, Long> domains = new HashMap<>();
    private final Map<Provider, Long> unclassified = new HashMap<>();
    private final Map<String, SourceCount> sources = new HashMap<>();

    /** What attempts are counted by. */
    public record AttemptKey(
            Provider provider,
            String identity,
            OutcomeClass outcomeClass,
            Outcome outcome,
            String phase) {}

    /** What recipients that were settled are counted by. */
    public record MessageKey(Provider provider, String identity, Fate result) {}

    /** What attempts for configured targets are counted by. */
    public record DomainKey(String domain, String identity, OutcomeClass outcomeClass) {}

    /**
     * The lines of one log.
     *
     * @param lastLine when the latest one was read; empty: none yet
     * @param healthy whether the log can be read, and is read to its end
     */
    public record SourceCount(
            long deliveries,
            long others,
            long unreadable,
            Optional<Instant> lastLine,
            boolean healthy) {
        static final SourceCount NONE = new SourceCount(0, 0, 0, Optional.empty(), true);
    }

    /**
     * Counts nothing yet.
     *
     * @param isTarget whether a domain is watched, and counted by itself
     * @param delays hears how long each message took that was sent
     */
    public DeliveryCounts(Predicate<String> isTarget, BiConsumer<Provider, Duration> delays) {
        this.isTarget = isTarget;
        this.delays = delays;
    }

    /** The last hour, and the last refusals. */
    public RecentDeliveries recent() {
        return recent;
    }

    /** Counts one delivery of that identity. */
    public void add(String identity, JudgedDelivery judged, Instant now) {
        Fate fate = judged.delivery().fate();
        recent.add(judged, now);
        synchronized (this) {
            if (fate != Fate.EXPIRED) {
                attempt(identity, judged);
            }
            if (fate != Fate.DEFERRED) {
                messages.merge(new MessageKey(judged.provider(), identity, fate), 1L, Long::sum);
            }
        }
        if (fate == Fate.SENT) {
            judged.delivery().delay().ifPresent(delay -> delays.accept(judged.provider(), delay));
        }
    }

    private void attempt(String identity, JudgedDelivery judged) {
        String phase = judged.phase().map(Phase::label).orElse("unknown");
        AttemptKey key =
                new AttemptKey(
                        judged.provider(),
                        identity,
                        judged.outcomeClass(),
                        judged.outcome(),
                        phase);
        attempts.merge(key, 1L, Long::sum);
        String domain = judged.delivery().domain();
        if (isTarget.test(domain)) {
            domains.merge(new DomainKey(domain, identity, judged.outcomeClass()), 1L, Long::sum);
        }
        if (judged.outcome() == Outcome.UNCLASSIFIED) {
            unclassified.merge(judged.provider(), 1L, Long::sum);
        }
    }

    /** Counts a line of that log. */
    public synchronized void line(String source, LogReading reading, Instant now) {
        SourceCount before = sources.getOrDefault(source, SourceCount.NONE);
        sources.put(
                source,
                new SourceCount(
                        before.deliveries() + (reading instanceof LogReading.Delivered ? 1 : 0),
                        before.others() + (reading instanceof LogReading.Other ? 1 : 0),
                        before.unreadable() + (reading instanceof LogReading.Unreadable ? 1 : 0),
                        Optional.of(now),
                        before.healthy()));
    }

    /** Notes whether that log can be read. */
    public synchronized void health(String source, boolean healthy) {
        SourceCount before = sources.getOrDefault(source, SourceCount.NONE);
        sources.put(
                source,
                new SourceCount(
                        before.deliveries(),
                        before.others(),
                        before.unreadable(),
                        before.lastLine(),
                        healthy));
    }

    /** That log is not read any more. */
    public synchronized void forget(String source) {
        sources.remove(source);
    }

    /** Attempts. */
    public synchronized Map<AttemptKey, Long> attempts() {
        return Map.copyOf(attempts);
    }

    /** Recipients that were settled. */
    public synchronized Map<MessageKey, Long> messages() {
        return Map.copyOf(messages);
    }

    /** Attempts for configured targets. */
    public synchronized Map<DomainKey, Long> domains() {
        return Map.copyOf(domains);
    }

    /** Replies that no rule knows. */
    public synchronized Map<Provider, Long> unclassified() {
        return Map.copyOf(unclassified);
    }

    /** The logs that are read. */
    public synchronized Map<String, SourceCount> sources() {
        return Map.copyOf(sources);
    }
}
