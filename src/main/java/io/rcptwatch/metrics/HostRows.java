package io.rcptwatch.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.rcptwatch.agent.Observation;
import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Extensions;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Family;
import io.rcptwatch.verdict.Verdict;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the hosts of one domain said. Several identities and families meet the same host, and the
 * DNS may name a host twice: of values for the same labels the lowest is kept.
 */
final class HostRows {
    private final String domain;
    private final Set<Labels> askers = new HashSet<>();
    private final Map<Metric, Map<Labels, Double>> values = new EnumMap<>(Metric.class);

    HostRows(String domain) {
        this.domain = domain;
    }

    void gather(Observation observation) {
        String mx = observation.mx().orElse("");
        String family = observation.family().map(Family::label).orElse("");
        Labels asker = Metric.SUCCESS.labels(domain, mx, family, observation.identity());
        if (!askers.add(asker)) {
            return;
        }
        put(Metric.SUCCESS, asker, observation.success() ? 1 : 0);
        put(Metric.LAST_RESULT, asker.merge(result(observation.verdict())), 1);
        observation.conversation().extensions().ifPresent(offer -> extensions(mx, offer));
        observation.conversation().tls().ifPresent(session -> tls(mx, session));
    }

    private static Labels result(Verdict verdict) {
        return Labels.of(
                "class",
                verdict.outcomeClass().label(),
                "outcome",
                verdict.outcome().label(),
                "phase",
                verdict.phase().map(Phase::label).orElse(""),
                "code",
                verdict.code().orElse(""),
                "enhanced_code",
                verdict.enhancedCode().map(EnhancedCode::toString).orElse(""));
    }

    private void extensions(String mx, Extensions offer) {
        Keywords.bounded(offer.keywords())
                .map(keyword -> Metric.EHLO_EXTENSION.labels(domain, mx, keyword))
                .forEach(labels -> put(Metric.EHLO_EXTENSION, labels, 1));
        offer.sizeLimit()
                .ifPresent(
                        bytes ->
                                put(
                                        Metric.EHLO_SIZE_LIMIT,
                                        Metric.EHLO_SIZE_LIMIT.labels(domain, mx),
                                        (double) bytes));
    }

    private void tls(String mx, TlsSession session) {
        String verified = Boolean.toString(session.verified());
        put(
                Metric.TLS,
                Metric.TLS.labels(domain, mx, session.version(), session.cipher(), verified),
                1);
        session.chain().stream()
                .limit(1)
                .mapToDouble(certificate -> certificate.getNotAfter().toInstant().getEpochSecond())
                .forEach(
                        t -> put(Metric.TLS_NOT_AFTER, Metric.TLS_NOT_AFTER.labels(domain, mx), t));
    }

    private void put(Metric metric, Labels labels, double value) {
        values.computeIfAbsent(metric, _ -> new HashMap<>()).merge(labels, value, Math::min);
    }

    void publish(Rows rows) {
        values.forEach(
                (metric, byLabels) ->
                        byLabels.forEach((labels, value) -> rows.add(metric, labels, value)));
    }
}
