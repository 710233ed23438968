package io.rcptwatch.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Makes the registries that hold all metrics. */
public final class Registries {
    private Registries() {}

    /** Micrometer's registry over a new one of the Prometheus client. */
    public static PrometheusMeterRegistry prometheus() {
        PrometheusMeterRegistry registry =
                new PrometheusMeterRegistry(
                        PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
        // Their names break the rules that promtool checks; process_cpu_usage stays.
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        // Two meters of one name with other labels: the second one would be lost without a word.
        return registry.throwExceptionOnRegistrationFailure();
    }
}
