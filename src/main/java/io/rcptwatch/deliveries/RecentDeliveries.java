package io.rcptwatch.deliveries;

import io.rcptwatch.deliveries.Delivery.Fate;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The deliveries of the last hour, by provider and outcome, and the last refusals of each provider
 * without mailboxes. Thread-safe; bounded by the closed sets of providers and outcomes.
 */
public final class RecentDeliveries {
    private static final int MINUTES = 60;
    private static final int MOST_REFUSALS = 5;

    private final Map<RecentKey, Window> windows = new HashMap<>();
    private final Map<Provider, Deque<RecentRefusal>> refusals = new HashMap<>();

    /** What is counted together. */
    public record RecentKey(
            Provider provider, Fate fate, Outcome outcome, OutcomeClass outcomeClass) {}

    /**
     * A reply that refused mail.
     *
     * @param text what was said, without mailboxes
     */
    public record RecentRefusal(Instant at, Fate fate, String text, Verdict verdict) {}

    /** Counts by minute of the last hour. */
    private static final class Window {
        private final long[] counts = new long[MINUTES];
        private final long[] minutes = new long[MINUTES];

        void add(long minute) {
            int slot = (int) (minute % MINUTES);
            counts[slot] = minutes[slot] == minute ? counts[slot] + 1 : 1;
            minutes[slot] = minute;
        }

        long sum(long minute) {
            long sum = 0;
            for (int slot = 0; slot < MINUTES; slot++) {
                sum +=
                        minutes[slot] > minute - MINUTES && minutes[slot] <= minute
                                ? counts[slot]
                                : 0;
            }
            return sum;
        }
    }

    synchronized void add(JudgedDelivery judged, Instant now) {
        Fate fate = judged.delivery().fate();
        RecentKey key =
                new RecentKey(judged.provider(), fate, judged.outcome(), judged.outcomeClass());
        windows.computeIfAbsent(key, _ -> new Window()).add(minute(now));
        judged.verdict()
                .ifPresent(
                        verdict -> {
                            Deque<RecentRefusal> last =
                                    refusals.computeIfAbsent(
                                            judged.provider(), _ -> new ArrayDeque<>());
                            last.addFirst(
                                    new RecentRefusal(
                                            now,
                                            fate,
                                            Redaction.of(judged.delivery().said()),
                                            verdict));
                            if (last.size() > MOST_REFUSALS) {
                                last.removeLast();
                            }
                        });
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), 60);
    }

    /** How often each came in the hour before that time; those that did not come are left out. */
    public synchronized Map<RecentKey, Long> lastHour(Instant now) {
        Map<RecentKey, Long> counts = new HashMap<>();
        windows.forEach(
                (key, window) -> {
                    long sum = window.sum(minute(now));
                    if (sum > 0) {
                        counts.put(key, sum);
                    }
                });
        return counts;
    }

    /** The last refusals of that provider, the latest first. */
    public synchronized List<RecentRefusal> refusals(Provider provider) {
        return new ArrayList<>(refusals.getOrDefault(provider, new ArrayDeque<>()));
    }
}
