package io.rcptwatch.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rcptwatch.limits.Greylists;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.DialogueStep;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.watch.Observation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is measured for each provider: its replies, and how long they took. */
final class ProviderMeters {
    private final Provider provider;
    private final MeterRegistry registry;
    private final Counter unclassified;
    private final Counter greylistTimeouts;
    private final Timer greylistPass;
    private final Timer duration;
    private final Map<Phase, Timer> phases = new ConcurrentHashMap<>();
    private final ReplyCounters replies;

    ProviderMeters(Provider provider, MeterRegistry registry) {
        this.provider = provider;
        this.registry = registry;
        unclassified = counter(Metric.UNCLASSIFIED_REPLIES);
        greylistTimeouts = counter(Metric.GREYLIST_TIMEOUTS);
        greylistPass =
                Timers.timer(registry, Metric.GREYLIST_PASS, Timers.GREYLISTING, provider.label());
        duration = Timers.timer(registry, Metric.DURATION, Timers.CONVERSATION, provider.label());
        replies = new ReplyCounters(provider, registry);
        EnumSet.complementOf(EnumSet.of(Phase.DATA)).forEach(this::timer);
    }

    private Counter counter(Metric metric) {
        return Counter.builder(metric.family())
                .description(metric.help())
                .tags(metric.tags(provider.label()))
                .register(registry);
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

    /** The DNS is asked once for all conversations of a round: it is no step of any. */
    void lookedUp(Duration took) {
        timer(Phase.DNS).record(took);
    }

    void greylisting(Greylists.News news) {
        switch (news) {
            case Greylists.News.Passed(Duration after) -> greylistPass.record(after);
            case Greylists.News.GaveUp() -> greylistTimeouts.increment();
            case Greylists.News.Retry _ -> {}
        }
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

    private void step(DialogueStep step) {
        timer(step.phase()).record(step.duration());
        step.received().ifPresent(reply -> replies.count(step.phase(), reply));
    }
}
