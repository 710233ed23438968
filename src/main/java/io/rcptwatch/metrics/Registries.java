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
        PrometheusMeterRegistry registry = withoutJvm();
        JvmMetrics.builder().register(registry.getPrometheusRegistry());
        return registry;
    }

    /** The same, but for the JVM: who listens to its collector does so until it ends. */
    static PrometheusMeterRegistry withoutJvm() {
        // Two meters of one name with other labels: the second one would be lost without a word.
        return new PrometheusMeterRegistry(
                        PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM)
                .throwExceptionOnRegistrationFailure();
    }
}
