package io.rcptwatch.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;

/** Writes down everything that is registered, for Prometheus to read. */
public final class Exposition {
    private final PrometheusRegistry registry;

    /** Writes down what that registry holds. */
    public Exposition(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /** A format that Prometheus reads. */
    public enum Format {
        TEXT(PrometheusTextFormatWriter.create()),
        OPENMETRICS(OpenMetricsTextFormatWriter.create());

        @SuppressWarnings("ImmutableEnumChecker") // it only knows how to write
        private final ExpositionFormatWriter writer;

        Format(ExpositionFormatWriter writer) {
            this.writer = writer;
        }

        /** The value of the header {@code Content-Type}. */
        public String contentType() {
            return writer.getContentType();
        }
    }

    /** Reads everything now and writes it down. */
    public void write(Format format, OutputStream out) throws IOException {
        // Micrometer adds a gauge of the recent maximum to every timer. It cannot be added up over
        // agents or looked back on, and the histogram says it better.
        format.writer.write(out, registry.scrape(name -> !name.endsWith("_seconds_max")));
    }
}
