package io.rcptwatch.deliveries;

import io.rcptwatch.deliveries.Delivery.Fate;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.RuleSkeleton;
import io.rcptwatch.verdict.Verdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a whole log says: how often which provider gave which outcome. In bounded memory. */
public final class LogSummary {
    private static final int MOST_DOMAINS = 100_000;
    private static final int MOST_UNKNOWN = 100;

    private final LogFormat format;
    private final DeliveryJudge judge;
    private final Map<Cell, CellCount> counts = new HashMap<>();
    private final Map<String, DomainCount> domains = new HashMap<>();
    private final Map<String, Long> unknown = new LinkedHashMap<>();
    private long lines;
    private long unreadable;

    private record Cell(Provider provider, Outcome outcome, OutcomeClass outcomeClass) {}

    /** Counts of one key; the example is of the first. */
    private static final class CellCount {
        private final JudgedDelivery first;
        private long attempts;
        private long settled;

        CellCount(JudgedDelivery first) {
            this.first = first;
        }

        void add(Fate fate) {
            attempts += fate == Fate.EXPIRED ? 0 : 1;
            settled += fate == Fate.DEFERRED ? 0 : 1;
        }
    }

    /** How much mail goes to one domain. */
    private static final class DomainCount {
        private long sent;
        private long failed;
    }

    /**
     * One line of the table.
     *
     * @param attempts how often a host, or the lack of one, gave that outcome
     * @param settled how many recipients it settled: sent, bounced or expired
     * @param example the first reply, without mailboxes; empty for what was sent
     * @param verdict the judgement of that reply; empty for what was sent
     */
    public record ProviderOutcome(
            Provider provider,
            Outcome outcome,
            OutcomeClass outcomeClass,
            long attempts,
            long settled,
            Optional<String> example,
            Optional<Verdict> verdict) {}

    /**
     * A domain, and what became of the mail for it.
     *
     * @param failed attempts that were deferred, and recipients that bounced or expired
     */
    public record DomainRow(String domain, long sent, long failed) {}

    /**
     * A reply that no rule knows.
     *
     * @param skeleton a rule to complete, as YAML
     */
    public record UnknownReply(long times, String skeleton) {}

    /** Of no line yet. */
    public LogSummary(LogFormat format, DeliveryJudge judge) {
        this.format = format;
        this.judge = judge;
    }

    /** Adds a line. */
    public void add(String line) {
        lines++;
        switch (format.read(line)) {
            case LogReading.Delivered(List<Delivery> deliveries) ->
                    deliveries.forEach(delivery -> count(judge.judge(delivery)));
            case LogReading.Unreadable() -> unreadable++;
            case LogReading.Other() -> {}
        }
    }

    private void count(JudgedDelivery judged) {
        Cell key = new Cell(judged.provider(), judged.outcome(), judged.outcomeClass());
        Fate fate = judged.delivery().fate();
        counts.computeIfAbsent(key, _ -> new CellCount(judged)).add(fate);
        String domain = judged.delivery().domain();
        if (domains.size() < MOST_DOMAINS || domains.containsKey(domain)) {
            DomainCount count = domains.computeIfAbsent(domain, _ -> new DomainCount());
            count.sent += fate == Fate.SENT ? 1 : 0;
            count.failed += fate == Fate.SENT ? 0 : 1;
        }
        if (judged.outcome() == Outcome.UNCLASSIFIED) {
            judged.reply()
                    .map(reply -> RuleSkeleton.of(reply, Redaction::of))
                    .ifPresent(this::note);
        }
    }

    private void note(String skeleton) {
        if (unknown.size() < MOST_UNKNOWN || unknown.containsKey(skeleton)) {
            unknown.merge(skeleton, 1L, Long::sum);
        }
    }

    /** The table: by provider, the most frequent outcomes first, what was sent last. */
    public List<ProviderOutcome> rows() {
        Map<Provider, Long> refused = new HashMap<>();
        counts.forEach(
                (key, count) ->
                        refused.merge(
                                key.provider(),
                                key.outcome() == Outcome.ACCEPTED ? 0 : count.attempts,
                                Long::sum));
        return counts.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .sorted(
                        Comparator.comparing(
                                        (ProviderOutcome row) ->
                                                -refused.getOrDefault(row.provider(), 0L))
                                .thenComparing(row -> row.provider().label())
                                .thenComparing(row -> row.outcome() == Outcome.ACCEPTED)
                                .thenComparing(row -> -row.attempts())
                                .thenComparing(row -> row.outcome().label()))
                .toList();
    }

    private static ProviderOutcome row(Cell key, CellCount count) {
        return new ProviderOutcome(
                key.provider(),
                key.outcome(),
                key.outcomeClass(),
                count.attempts,
                count.settled,
                count.first.reply().map(_ -> Redaction.of(count.first.delivery().said())),
                count.first.verdict());
    }

    /** The domains that most mail goes to or fails at, the busiest first. */
    public List<DomainRow> domains(int most) {
        return domains.entrySet().stream()
                .map(e -> new DomainRow(e.getKey(), e.getValue().sent, e.getValue().failed))
                .sorted(
                        Comparator.comparing((DomainRow row) -> -(row.sent() + row.failed()))
                                .thenComparing(DomainRow::domain))
                .limit(most)
                .toList();
    }

    /** Replies that no rule knows, the most frequent first. */
    public List<UnknownReply> unknown() {
        return unknown.entrySet().stream()
                .map(e -> new UnknownReply(e.getValue(), e.getKey()))
                .sorted(Comparator.comparing(u -> -u.times()))
                .toList();
    }

    /** How many lines were read. */
    public long lines() {
        return lines;
    }

    /** How many lines are about a delivery in a form that we do not know. */
    public long unreadable() {
        return unreadable;
    }
}
