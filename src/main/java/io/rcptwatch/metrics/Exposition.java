package io.rcptwatch.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.rcptwatch.watch.ProbeService;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Writes down all metrics for Prometheus to read. */
public final class Exposition {
    private final PrometheusRegistry registry;
    private final Metrics metrics;

    /** Writes down what is measured in that registry and what is counted and shown there. */
    public Exposition(PrometheusRegistry registry, Metrics metrics) {
        this.registry = registry;
        this.metrics = metrics;
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

    /** Writes down what concerns one domain, for whoever asked about it. */
    public void write(ProbeService.Answer.Known answer, Format format, OutputStream out)
            throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        metrics.write(answer, new RowWriter(format, text));
        if (format == Format.OPENMETRICS) {
            text.write("# EOF\n");
        }
        text.flush();
    }

    /** Reads everything now and writes it down. */
    public void write(Format format, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        metrics.write(new RowWriter(format, text));
        text.flush();
        // Last, since OpenMetrics has an end mark. Micrometer adds a gauge of the recent maximum to
        // every timer: it cannot be added up over agents, and the histogram says it better.
        format.writer.write(out, registry.scrape(name -> !name.endsWith("_seconds_max")));
    }
}
