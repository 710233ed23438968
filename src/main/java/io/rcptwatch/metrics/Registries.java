package io.rcptwatch.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Makes the registries that hold all metrics. */
public final class Registries {
    private Registries() {}

    /** Micrometer's registry over a new one of the Prometheus client, which measures the JVM. */
    public static PrometheusMeterRegistry prometheus() {
        PrometheusMeterRegistry registry =
                new PrometheusMeterRegistry(
                        PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
        JvmMetrics.builder().register(registry.getPrometheusRegistry());
        // Two meters of one name with other labels: the second one would be lost without a word.
        return registry.throwExceptionOnRegistrationFailure();
    }
}
