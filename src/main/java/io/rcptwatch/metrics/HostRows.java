package io.rcptwatch.metrics;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Family;
import io.rcptwatch.verdict.Verdict;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.TargetState;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Writes down what the hosts of one domain said. Several identities and families meet the same
 * host, and the DNS may name a host twice: of values for the same labels the lowest is written.
 */
final class HostRows {
    private HostRows() {}

    private record Row(double value, List<String> labels) {
        Row(double value, String... labels) {
            this(value, List.of(labels));
        }
    }

    static void success(TargetState standing, RowWriter rows) throws IOException {
        write(
                standing,
                rows,
                o -> Stream.of(new Row(o.success(standing.target()) ? 1 : 0, asker(standing, o))));
    }

    static void lastResult(TargetState standing, RowWriter rows) throws IOException {
        write(
                standing,
                rows,
                o ->
                        Stream.of(
                                new Row(
                                        1,
                                        Stream.concat(
                                                        asker(standing, o).stream(),
                                                        result(o.verdict()))
                                                .toList())));
    }

    static void extensions(TargetState standing, RowWriter rows) throws IOException {
        write(
                standing,
                rows,
                o ->
                        o.conversation().extensions().stream()
                                .flatMap(offer -> Keywords.bounded(offer.keywords()))
                                .map(
                                        keyword ->
                                                new Row(
                                                        1,
                                                        TargetRows.domain(standing),
                                                        mx(standing, o),
                                                        keyword)));
    }

    static void sizeLimit(TargetState standing, RowWriter rows) throws IOException {
        write(
                standing,
                rows,
                o ->
                        o.conversation().extensions().stream()
                                .flatMapToLong(offer -> offer.sizeLimit().stream())
                                .mapToObj(
                                        bytes ->
                                                new Row(
                                                        (double) bytes,
                                                        TargetRows.domain(standing),
                                                        mx(standing, o))));
    }

    static void tls(TargetState standing, RowWriter rows) throws IOException {
        write(standing, rows, o -> sessions(o).map(session -> tls(standing, o, session)));
    }

    private static Row tls(TargetState standing, Observation observation, TlsSession session) {
        return new Row(
                1,
                TargetRows.domain(standing),
                mx(standing, observation),
                session.version(),
                session.cipher(),
                Boolean.toString(session.verified()));
    }

    static void notAfter(TargetState standing, RowWriter rows) throws IOException {
        write(
                standing,
                rows,
                o ->
                        sessions(o)
                                .flatMap(session -> session.chain().stream().limit(1))
                                .map(certificate -> certificate.getNotAfter().toInstant())
                                .map(
                                        end ->
                                                new Row(
                                                        TargetRows.seconds(end),
                                                        TargetRows.domain(standing),
                                                        mx(standing, o))));
    }

    private static Stream<TlsSession> sessions(Observation observation) {
        return Stream.of(observation.conversation())
                .map(Conversation::tls)
                .flatMap(o -> o.stream());
    }

    private static String mx(TargetState standing, Observation observation) {
        return observation.mx().map(standing::mxLabel).orElse("");
    }

    private static List<String> asker(TargetState standing, Observation observation) {
        return List.of(
                TargetRows.domain(standing),
                mx(standing, observation),
                observation.family().map(Family::label).orElse(""),
                observation.identity());
    }

    private static Stream<String> result(Verdict verdict) {
        return Stream.of(
                verdict.outcomeClass().label(),
                verdict.outcome().label(),
                verdict.fault().label(),
                verdict.basis().label(),
                verdict.phase().map(Phase::label).orElse(""),
                verdict.code().orElse(""),
                verdict.enhancedCode().map(EnhancedCode::toString).orElse(""));
    }

    private static void write(
            TargetState standing, RowWriter rows, Function<Observation, Stream<Row>> said)
            throws IOException {
        Map<List<String>, Double> values = new LinkedHashMap<>();
        Set<List<String>> heard = new HashSet<>();
        for (Observation observation : standing.observations()) {
            if (heard.add(asker(standing, observation))) {
                said.apply(observation)
                        .forEach(row -> values.merge(row.labels(), row.value(), Math::min));
            }
        }
        for (var row : values.entrySet()) {
            rows.row(row.getValue(), row.getKey().toArray(String[]::new));
        }
    }
}
