package io.rcptwatch.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rcptwatch.agent.Observation;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.Step;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.verdict.Provider;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is measured for each provider: its replies, and how long they took. */
final class ProviderMeters {
    private final Provider provider;
    private final MeterRegistry registry;
    private final Counter unclassified;
    private final Timer duration;
    private final Map<Phase, Timer> phases = new ConcurrentHashMap<>();
    private final ReplyCounters replies;

    ProviderMeters(Provider provider, MeterRegistry registry) {
        this.provider = provider;
        this.registry = registry;
        unclassified =
                Counter.builder(Metric.UNCLASSIFIED_REPLIES.family())
                        .description(Metric.UNCLASSIFIED_REPLIES.help())
                        .tags(Metric.UNCLASSIFIED_REPLIES.tags(provider.label()))
                        .register(registry);
        duration = Timers.timer(registry, Metric.DURATION, Timers.CONVERSATION, provider.label());
        replies = new ReplyCounters(provider, registry);
        // The DNS is asked before a conversation: it is no step of one.
        EnumSet.complementOf(EnumSet.of(Phase.DNS)).forEach(this::timer);
    }

    private Timer timer(Phase phase) {
        return phases.computeIfAbsent(
                phase,
                p ->
                        Timers.timer(
                                registry,
                                Metric.PHASE_DURATION,
                                Timers.STEP,
                                provider.label(),
                                p.label()));
    }

    void observed(Observation observation) {
        if (observation.verdict().outcome() == Outcome.UNCLASSIFIED) {
            unclassified.increment();
        }
        Conversation conversation = observation.conversation();
        if (!conversation.steps().isEmpty()) {
            duration.record(conversation.duration());
        }
        conversation.steps().forEach(this::step);
    }

    private void step(Step step) {
        timer(step.phase()).record(step.duration());
        step.received().ifPresent(reply -> replies.count(step.phase(), reply));
    }
}
