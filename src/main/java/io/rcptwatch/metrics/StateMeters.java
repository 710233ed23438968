package io.rcptwatch.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rcptwatch.state.Health;
import io.rcptwatch.state.StateFile;
import java.util.function.ToDoubleFunction;

/** Shows how the state's file is doing. */
public final class StateMeters {
    private StateMeters() {}

    /** From now on every scrape shows it. */
    public static void register(StateFile state, MeterRegistry registry) {
        gauge(registry, Metric.STATE_HEALTHY, state, health -> health.healthy() ? 1 : 0);
        gauge(registry, Metric.STATE_SIZE, state, Health::sizeBytes);
        counter(registry, Metric.STATE_WRITE_ERRORS, state, Health::writeErrors);
        counter(registry, Metric.STATE_DROPPED, state, Health::dropped);
    }

    private static void gauge(
            MeterRegistry registry,
            Metric metric,
            StateFile state,
            ToDoubleFunction<Health> value) {
        Gauge.builder(metric.family(), state, s -> value.applyAsDouble(s.health()))
                .description(metric.help())
                .strongReference(true)
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry,
            Metric metric,
            StateFile state,
            ToDoubleFunction<Health> value) {
        // The daemon holds the state as long as the registry.
        FunctionCounter.builder(metric.family(), state, s -> value.applyAsDouble(s.health()))
                .description(metric.help())
                .register(registry);
    }
}
