package io.rcptwatch.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rcptwatch.store.StoreHealth;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Shows how the state's file is doing. */
public final class StoreMeters {
    private StoreMeters() {}

    /** From now on every scrape shows it. */
    public static void register(Supplier<StoreHealth> state, MeterRegistry registry) {
        gauge(registry, Metric.STATE_HEALTHY, () -> state.get().healthy() ? 1 : 0);
        gauge(registry, Metric.STATE_SIZE, () -> state.get().sizeBytes());
        counter(registry, Metric.STATE_WRITE_ERRORS, () -> state.get().writeErrors());
        counter(registry, Metric.STATE_DROPPED, () -> state.get().dropped());
    }

    private static void gauge(MeterRegistry registry, Metric metric, Supplier<Number> value) {
        Gauge.builder(metric.family(), value)
                .description(metric.help())
                .strongReference(true)
                .register(registry);
    }

    private static void counter(MeterRegistry registry, Metric metric, LongSupplier value) {
        // It holds its object weakly: the registry itself lives as long as it does.
        FunctionCounter.builder(metric.family(), registry, _ -> value.getAsLong())
                .description(metric.help())
                .register(registry);
    }
}
