package io.rcptwatch.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.verdict.Provider;
import java.util.HashMap;
import java.util.Map;

/** Counts replies. What they say is the servers' choice: only so many kinds are told apart. */
final class ReplyCounters {
    /** Kinds of replies for each provider, beyond which enhanced codes count as "other". */
    static final int MOST_KINDS = 500;

    private static final String OTHER = "other";

    private final Provider provider;
    private final MeterRegistry registry;
    private final Map<ReplyKind, Counter> counters = new HashMap<>();

    private record ReplyKind(Phase phase, int code, String enhancedCode) {}

    ReplyCounters(Provider provider, MeterRegistry registry) {
        this.provider = provider;
        this.registry = registry;
    }

    synchronized void count(Phase phase, Reply reply) {
        String enhancedCode = reply.enhancedCode().map(EnhancedCode::toString).orElse("");
        ReplyKind kind = new ReplyKind(phase, reply.code(), enhancedCode);
        Counter known = counters.get(kind);
        (known == null ? newCounter(kind) : known).increment();
    }

    private Counter newCounter(ReplyKind kind) {
        ReplyKind counted =
                counters.size() < MOST_KINDS
                        ? kind
                        : new ReplyKind(kind.phase(), kind.code(), OTHER);
        return counters.computeIfAbsent(counted, this::counter);
    }

    private Counter counter(ReplyKind kind) {
        return Counter.builder(Metric.REPLIES.family())
                .description(Metric.REPLIES.help())
                .tags(
                        Metric.REPLIES.tags(
                                provider.label(),
                                kind.phase().label(),
                                Integer.toString(kind.code()),
                                kind.enhancedCode()))
                .register(registry);
    }
}
