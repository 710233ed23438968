package io.rcptwatch.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.rcptwatch.agent.SkipReason;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what happens to one target. Thread-safe.
 *
 * <p>Bare numbers instead of meters: there are over 40 results for each target, whether they ever
 * happen or not, and a meter for each would take 50 times the memory.
 */
final class Tally {
    private static final List<Labels> RESULT_LABELS =
            Result.ALL.stream().map(Result::labels).toList();

    private final Target target;
    private final Map<Asker, Counts> askers = new HashMap<>();
    private final Map<TlsProblem, Integer> tlsFailures = new EnumMap<>(TlsProblem.class);
    private final Map<SkipReason, Integer> skips = new EnumMap<>(SkipReason.class);

    private record Asker(Provider provider, String identity) {}

    private static final class Counts {
        // At one conversation a second, an int lasts for 68 years.
        private int attempts;
        private final int[] results = new int[Result.ALL.size()];
    }

    /** Counts for that target, at first for nobody who asks. */
    Tally(Target target) {
        this.target = target;
    }

    /** Shows zeros for that provider, and no longer shows them for any other. */
    synchronized void route(Provider provider) {
        askers.entrySet()
                .removeIf(
                        e -> !e.getKey().provider().equals(provider) && e.getValue().attempts == 0);
        for (Identity identity : target.identities()) {
            counts(provider, identity.name());
        }
    }

    synchronized void attempt(Provider provider, String identity) {
        counts(provider, identity).attempts++;
    }

    synchronized void result(Provider provider, String identity, Result result) {
        counts(provider, identity).results[result.place()]++;
    }

    synchronized void tlsFailure(TlsProblem problem) {
        tlsFailures.merge(problem, 1, Integer::sum);
    }

    synchronized void skip(SkipReason reason) {
        skips.merge(reason, 1, Integer::sum);
    }

    private Counts counts(Provider provider, String identity) {
        return askers.computeIfAbsent(new Asker(provider, identity), _ -> new Counts());
    }

    /** Writes down all counts. */
    synchronized void publish(Rows rows) {
        String domain = target.domain().configured();
        for (TlsProblem problem : TlsProblem.values()) {
            Labels labels = Metric.TLS_FAILURES.labels(domain, problem.label());
            rows.add(Metric.TLS_FAILURES, labels, tlsFailures.getOrDefault(problem, 0));
        }
        for (SkipReason reason : SkipReason.values()) {
            Labels labels = Metric.SKIPPED.labels(domain, reason.label());
            rows.add(Metric.SKIPPED, labels, skips.getOrDefault(reason, 0));
        }
        askers.forEach((asker, counts) -> publish(rows, domain, asker, counts));
    }

    private static void publish(Rows rows, String domain, Asker asker, Counts counts) {
        Labels labels = Metric.ATTEMPTS.labels(domain, asker.provider().label(), asker.identity());
        rows.add(Metric.ATTEMPTS, labels, counts.attempts);
        for (int i = 0; i < counts.results.length; i++) {
            // A probe cannot meet some outcomes, but a user's rule may name them.
            if (counts.results[i] > 0 || Result.ALL.get(i).outcome().canEndProbe()) {
                rows.add(Metric.RESULTS, labels.merge(RESULT_LABELS.get(i)), counts.results[i]);
            }
        }
    }
}
