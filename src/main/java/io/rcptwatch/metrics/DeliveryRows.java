package io.rcptwatch.metrics;

import io.rcptwatch.deliveries.DeliveryCounts;
import io.rcptwatch.deliveries.DeliveryCounts.AttemptKey;
import io.rcptwatch.deliveries.DeliveryCounts.DomainKey;
import io.rcptwatch.deliveries.DeliveryCounts.MessageKey;
import io.rcptwatch.deliveries.DeliveryCounts.SourceCount;
import java.io.IOException;
import java.util.Map;

/** Writes down what our mail server's log says. */
final class DeliveryRows {
    private DeliveryRows() {}

    static void write(DeliveryCounts counts, RowWriter rows) throws IOException {
        rows.begin(Metric.DELIVERY_ATTEMPTS);
        for (var e : counts.attempts().entrySet()) {
            AttemptKey key = e.getKey();
            rows.row(
                    e.getValue(),
                    key.provider().label(),
                    key.identity(),
                    key.outcomeClass().label(),
                    key.outcome().label(),
                    key.phase());
        }
        rows.begin(Metric.DELIVERY_MESSAGES);
        for (var e : counts.messages().entrySet()) {
            MessageKey key = e.getKey();
            rows.row(e.getValue(), key.provider().label(), key.identity(), key.result().label());
        }
        rows.begin(Metric.DELIVERY_DOMAIN_ATTEMPTS);
        for (var e : counts.domains().entrySet()) {
            DomainKey key = e.getKey();
            rows.row(e.getValue(), key.domain(), key.identity(), key.outcomeClass().label());
        }
        rows.begin(Metric.DELIVERY_UNCLASSIFIED);
        for (var e : counts.unclassified().entrySet()) {
            rows.row(e.getValue(), e.getKey().label());
        }
        sources(counts.sources(), rows);
    }

    private static void sources(Map<String, SourceCount> sources, RowWriter rows)
            throws IOException {
        rows.begin(Metric.LOG_LINES);
        for (var e : sources.entrySet()) {
            rows.row((double) e.getValue().deliveries(), e.getKey(), "delivery");
            rows.row((double) e.getValue().others(), e.getKey(), "other");
            rows.row((double) e.getValue().unreadable(), e.getKey(), "unreadable");
        }
        rows.begin(Metric.LOG_LAST_LINE);
        for (var e : sources.entrySet()) {
            if (e.getValue().lastLine().isPresent()) {
                rows.row(TargetRows.seconds(e.getValue().lastLine().get()), e.getKey());
            }
        }
        rows.begin(Metric.LOG_HEALTHY);
        for (var e : sources.entrySet()) {
            rows.row(e.getValue().healthy() ? 1 : 0, e.getKey());
        }
    }
}
