package io.rcptwatch.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The rows of all metrics that one scrape reads off the agent. */
final class Rows {
    private final Map<Metric, List<CounterDataPointSnapshot>> counters =
            new EnumMap<>(Metric.class);
    private final Map<Metric, List<GaugeDataPointSnapshot>> gauges = new EnumMap<>(Metric.class);
    private final Map<Metric, List<InfoDataPointSnapshot>> infos = new EnumMap<>(Metric.class);

    /**
     * Adds a row.
     *
     * @param labels those of the metric, all of them; no two rows of a metric may have the same
     * @param value 1 for an {@link Metric.Kind#INFO}
     * @throws IllegalArgumentException where the labels are not the metric's
     */
    void add(Metric metric, Labels labels, double value) {
        if (!metric.takes(labels)) {
            throw new IllegalArgumentException(metric.published() + " has not labels " + labels);
        }
        switch (metric.kind()) {
            case COUNTER ->
                    rows(counters, metric)
                            .add(new CounterDataPointSnapshot(value, labels, null, 0));
            case GAUGE -> rows(gauges, metric).add(new GaugeDataPointSnapshot(value, labels, null));
            case INFO -> rows(infos, metric).add(new InfoDataPointSnapshot(labels));
            case HISTOGRAM -> throw new IllegalArgumentException(metric.published());
        }
    }

    private static <T> List<T> rows(Map<Metric, List<T>> all, Metric metric) {
        return all.computeIfAbsent(metric, _ -> new ArrayList<>());
    }

    /** Everything that was added. */
    MetricSnapshots snapshots() {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        counters.forEach((m, rows) -> snapshots.add(new CounterSnapshot(m.metadata(), rows)));
        gauges.forEach((m, rows) -> snapshots.add(new GaugeSnapshot(m.metadata(), rows)));
        infos.forEach((m, rows) -> snapshots.add(new InfoSnapshot(m.metadata(), rows)));
        return new MetricSnapshots(snapshots);
    }
}
