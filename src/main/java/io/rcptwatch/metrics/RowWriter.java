package io.rcptwatch.metrics;

import io.rcptwatch.metrics.Exposition.Format;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes rows of metrics as they come, in a format that Prometheus reads. Nothing is kept: ten
 * thousand targets are 700,000 rows, and those would take 100 MB.
 */
final class RowWriter {
    private final Format format;
    private final Writer out;
    private boolean described;
    private Metric metric;

    RowWriter(Format format, Writer out) {
        this.format = format;
        this.out = out;
        this.metric = Metric.BUILD;
    }

    /** From now on the rows are this metric's; each metric may come once. */
    void begin(Metric next) {
        metric = next;
        described = false;
    }

    /**
     * Writes a row.
     *
     * @param labels one value for each label of the metric, in their order; never the same as in
     *     another row
     */
    void row(double value, String... labels) throws IOException {
        metric.requireOneForEach(labels.length);
        if (!described) {
            describe();
            described = true;
        }
        out.write(metric.published());
        labels(labels);
        out.write(' ');
        out.write(number(value));
        out.write('\n');
    }

    private void describe() throws IOException {
        boolean openMetrics = format == Format.OPENMETRICS;
        // OpenMetrics names a metric without the suffix, the text format with it.
        String name = openMetrics ? metric.family() : metric.published();
        String type =
                switch (metric.kind()) {
                    case COUNTER -> "counter";
                    case GAUGE -> "gauge";
                    case HISTOGRAM -> "histogram";
                    case INFO -> openMetrics ? "info" : "gauge";
                };
        out.write("# HELP " + name + " " + metric.help() + "\n# TYPE " + name + " " + type + "\n");
    }

    private void labels(String... values) throws IOException {
        List<String> names = metric.labelNames();
        for (int i = 0; i < values.length; i++) {
            out.write(i == 0 ? '{' : ',');
            out.write(names.get(i));
            out.write("=\"");
            out.write(escaped(values[i]));
            out.write('"');
        }
        if (values.length > 0) {
            out.write('}');
        }
    }

    /** These three characters, and no others, in both formats. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        long whole = (long) value;
        return whole == value ? Long.toString(whole) : Double.toString(value);
    }
}
