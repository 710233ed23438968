package io.rcptwatch.metrics;

import io.rcptwatch.dane.DaneResult;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.watch.SkipReason;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts what happens to one target. Thread-safe; no lock is held while a row is written.
 *
 * <p>Bare numbers instead of meters: over 40 results of each target are shown, whether they ever
 * happen or not, and a meter for each would take 27 kB.
 */
final class TargetCounters {
    private volatile Target target;
    private final Map<Asker, Counts> askers = new HashMap<>();
    private final Map<TlsProblem, Integer> tlsFailures = new EnumMap<>(TlsProblem.class);
    private final Map<DaneResult, Integer> daneResults = new EnumMap<>(DaneResult.class);
    private final Map<SkipReason, Integer> skips = new EnumMap<>(SkipReason.class);

    private record Asker(Provider provider, String identity) {}

    /**
     * At one conversation a second, an int lasts for 68 years.
     *
     * @param results only those that happened
     */
    private record Counts(int attempts, Map<ResultKey, Integer> results) {
        static final Counts NONE = new Counts(0, Map.of());

        /** Whether a conversation has begun and not ended. */
        boolean open() {
            return results.values().stream().mapToInt(Integer::intValue).sum() < attempts;
        }

        Counts attempt() {
            return new Counts(attempts + 1, results);
        }

        Counts result(ResultKey result) {
            Map<ResultKey, Integer> more = new HashMap<>(results);
            more.merge(result, 1, Integer::sum);
            return new Counts(attempts, Map.copyOf(more));
        }
    }

    /** Counts for that target, at first for nobody who asks. */
    TargetCounters(Target target) {
        this.target = target;
    }

    /** The target is asked about so from now on: who does not ask any more is not shown. */
    synchronized void watch(Target now) {
        target = now;
        askers.keySet().removeIf(asker -> !asks(asker.identity()));
    }

    private boolean asks(String identity) {
        return target.identities().stream().anyMatch(i -> i.name().equals(identity));
    }

    /** Copies what is counted for that identity. */
    synchronized TargetCounters of(Identity identity) {
        TargetCounters tally = new TargetCounters(target.withIdentity(identity));
        tally.tlsFailures.putAll(tlsFailures);
        tally.daneResults.putAll(daneResults);
        tally.skips.putAll(skips);
        askers.forEach(
                (asker, counts) -> {
                    if (asker.identity().equals(identity.name())) {
                        tally.askers.put(asker, counts);
                    }
                });
        return tally;
    }

    /** Shows zeros for that provider, and no longer shows them for any other. */
    synchronized void route(Provider provider) {
        askers.entrySet()
                .removeIf(
                        e ->
                                !e.getKey().provider().equals(provider)
                                        && e.getValue().equals(Counts.NONE));
        for (Identity identity : target.identities()) {
            askers.putIfAbsent(new Asker(provider, identity.name()), Counts.NONE);
        }
    }

    synchronized void attempt(Provider provider, String identity) {
        if (asks(identity)) {
            Asker asker = new Asker(provider, identity);
            askers.put(asker, askers.getOrDefault(asker, Counts.NONE).attempt());
        }
    }

    /**
     * Nothing where the attempt was not counted here: before the target was taken away and back.
     */
    synchronized void result(Provider provider, String identity, ResultKey result) {
        Asker asker = new Asker(provider, identity);
        askers.computeIfPresent(
                asker, (_, counts) -> counts.open() ? counts.result(result) : counts);
    }

    synchronized void tlsFailure(TlsProblem problem) {
        tlsFailures.merge(problem, 1, Integer::sum);
    }

    synchronized void daneResult(DaneResult result) {
        daneResults.merge(result, 1, Integer::sum);
    }

    synchronized void skip(SkipReason reason) {
        skips.merge(reason, 1, Integer::sum);
    }

    private synchronized Map<Asker, Counts> askers() {
        return Map.copyOf(askers);
    }

    private synchronized int tlsFailures(TlsProblem problem) {
        return tlsFailures.getOrDefault(problem, 0);
    }

    private synchronized int daneResults(DaneResult result) {
        return daneResults.getOrDefault(result, 0);
    }

    private synchronized int skips(SkipReason reason) {
        return skips.getOrDefault(reason, 0);
    }

    private String domain() {
        return target.domain().configured();
    }

    void attempts(RowWriter rows) throws IOException {
        for (var e : askers().entrySet()) {
            Asker asker = e.getKey();
            rows.row(e.getValue().attempts(), domain(), asker.provider().label(), asker.identity());
        }
    }

    void results(RowWriter rows) throws IOException {
        for (var e : askers().entrySet()) {
            results(rows, e.getKey(), e.getValue().results());
        }
    }

    private void results(RowWriter rows, Asker asker, Map<ResultKey, Integer> counts)
            throws IOException {
        Set<ResultKey> shown = new LinkedHashSet<>(ResultKey.FORESEEN);
        shown.addAll(counts.keySet());
        for (ResultKey result : shown) {
            rows.row(
                    counts.getOrDefault(result, 0),
                    domain(),
                    asker.provider().label(),
                    asker.identity(),
                    result.outcomeClass().label(),
                    result.outcome().label());
        }
    }

    void tlsFailures(RowWriter rows) throws IOException {
        for (TlsProblem problem : TlsProblem.values()) {
            rows.row(tlsFailures(problem), domain(), problem.label());
        }
    }

    void daneResults(RowWriter rows) throws IOException {
        for (DaneResult result : DaneResult.values()) {
            rows.row(daneResults(result), domain(), result.label());
        }
    }

    void skips(RowWriter rows) throws IOException {
        for (SkipReason reason : SkipReason.values()) {
            rows.row(skips(reason), domain(), reason.label());
        }
    }
}
