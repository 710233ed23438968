package io.rcptwatch.report;

import static io.rcptwatch.report.Samples.NOW;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.conversation;
import static io.rcptwatch.report.Samples.identity;
import static io.rcptwatch.report.Samples.observation;
import static io.rcptwatch.report.Samples.round;
import static io.rcptwatch.report.Samples.secured;
import static io.rcptwatch.report.Samples.target;
import static io.rcptwatch.report.Samples.unroutable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.LedgerEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final JsonMapper READER = new JsonMapper();

    private final Target a = target("a.example");

    private static JsonNode json(Object report) {
        try {
            return READER.readTree(ReportJson.text(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_observation_has_the_keys_of_the_contract() {
        JsonNode json = json(ObservationReport.of(blocked(a, "mx.a.example"), a));

        assertThat(json.fieldNames())
                .toIterable()
                .contains(
                        "mx",
                        "address",
                        "family",
                        "identity",
                        "outcome",
                        "class",
                        "phase",
                        "code",
                        "enhanced_code",
                        "reply",
                        "rule",
                        "meaning",
                        "advice",
                        "duration_seconds",
                        "tls",
                        "transcript");
        assertThat(json.get("mx").asText()).isEqualTo("mx.a.example");
        assertThat(json.get("address").asText()).isEqualTo("192.0.2.25");
        assertThat(json.get("class").asText()).isEqualTo("rejected");
        assertThat(json.get("phase").asText()).isEqualTo("rcpt");
        assertThat(json.get("code").isInt()).isTrue();
        assertThat(json.get("code").asInt()).isEqualTo(550);
        assertThat(json.get("enhanced_code").asText()).isEqualTo("5.7.1");
        assertThat(json.get("reply").asText()).startsWith("550 5.7.1 Service");
        assertThat(json.get("duration_seconds").asDouble()).isEqualTo(0.12);
        assertThat(json.get("tls").isNull()).isTrue();
    }

    @Test
    void a_transcript_has_every_step() {
        JsonNode transcript =
                json(ObservationReport.of(blocked(a, "mx.a.example"), a)).get("transcript");

        assertThat(transcript).hasSize(6);
        assertThat(transcript.get(0).toString())
                .isEqualTo(
                        "{\"phase\":\"connect\",\"sent\":null,\"received\":null,\"seconds\":0.02}");
        assertThat(transcript.get(2).get("sent").asText()).isEqualTo("EHLO probe.example.net");
        assertThat(transcript.get(2).get("received").asText())
                .isEqualTo("250-mx greets you\n250-SIZE 35882577\n250 8BITMIME");
    }

    @Test
    void what_does_not_apply_is_null() {
        JsonNode json = json(ObservationReport.of(unroutable(a), a));

        for (String key :
                List.of("mx", "address", "family", "code", "enhanced_code", "reply", "tls")) {
            assertThat(json.has(key)).isTrue();
            assertThat(json.get(key).isNull()).as(key).isTrue();
        }
        assertThat(json.get("transcript")).isEmpty();
    }

    @Test
    void a_handshake_shows_what_was_wrong_with_it() {
        TlsSession session =
                new TlsSession(
                        "TLSv1.2",
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                        List.of(Certificates.expiring(NOW.minusSeconds(60))),
                        Set.of(TlsProblem.CERTIFICATE_EXPIRED));
        Conversation conversation =
                secured(
                        conversation(Reply.of(250, "ok")),
                        Optional.of(session),
                        Optional.of(TlsProblem.VALIDATION_FAILURE));
        JsonNode json =
                json(
                        ObservationReport.of(
                                observation(
                                        a, "mx", Outcome.ACCEPTED, OutcomeClass.OK, conversation),
                                a));

        assertThat(json.get("tls").toString())
                .isEqualTo(
                        "{\"version\":\"TLSv1.2\","
                                + "\"cipher\":\"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\","
                                + "\"verified\":false,\"problems\":[\"certificate-expired\"],"
                                + "\"remarks\":[],\"subject\":\"CN=mx.a.example\","
                                + "\"names\":[],\"names_left_out\":0,"
                                + "\"issuer\":\"CN=mx.a.example\",\"key\":\"Ed25519\","
                                + "\"signature\":\"Ed25519\","
                                + "\"not_before\":\"1970-01-01T00:00:00Z\","
                                + "\"not_after\":\"2026-03-04T05:05:07Z\","
                                + "\"chain_length\":1}");
        assertThat(json.get("tls_trouble").get("result_type").asText())
                .isEqualTo("validation-failure");
    }

    @Test
    void a_target_before_its_first_round_is_pending() {
        Ledger board = new Ledger(List.of(a), InstantSource.fixed(NOW));

        assertThat(
                        ReportJson.text(
                                TargetReport.of(board.named("a.example").orElseThrow(), List.of())))
                .isEqualTo(
                        "{\"domain\":\"a.example\",\"provider\":\"other\",\"status\":\"pending\","
                                + "\"since\":null,\"reason\":null,\"note\":null,\"statuses\":{\"default\":\"pending\"},"
                                + "\"statuses_since\":{},\"finished_at\":null,"
                                + "\"waits\":[],\"policies\":null,\"observations\":[]}");
    }

    @Test
    void a_standing_says_since_when_each_identity_sees_it_so() {
        Target two = target("two.example", identity("b"), identity("a"));
        Ledger board = new Ledger(List.of(two), InstantSource.fixed(NOW));
        board.post(
                two,
                new LedgerEntry.Finished(
                        round(two, Status.REJECTED, blocked(two, "mx.two.example"))));
        JsonNode json = json(TargetReport.of(board.named("two.example").orElseThrow(), List.of()));

        assertThat(json.get("since").asText()).isEqualTo(NOW.toString());
        assertThat(json.get("statuses_since").toString())
                .isEqualTo("{\"b\":\"%s\",\"a\":\"%s\"}".formatted(NOW, NOW));
    }

    @Test
    void a_round_is_reported_as_its_standing_is() {
        Target two = target("two.example", identity("b"), identity("a"));
        Ledger board = new Ledger(List.of(two), InstantSource.fixed(NOW));
        var round = round(two, Status.DEFERRED, blocked(two, "mx.two.example"));
        board.post(two, new LedgerEntry.Finished(round));
        JsonNode json = json(TargetReport.of(two, round, Map.of()));

        JsonNode standing =
                json(TargetReport.of(board.named("two.example").orElseThrow(), List.of()));
        for (String field : List.of("since", "statuses_since")) {
            ((ObjectNode) standing).set(field, json.get(field));
        }
        assertThat(json).isEqualTo(standing);
        assertThat(json.get("statuses").toString())
                .isEqualTo("{\"b\":\"deferred\",\"a\":\"deferred\"}");
        assertThat(json.get("status").asText()).isEqualTo("deferred");
    }

    @Test
    void a_target_that_takes_mail_of_one_identity_only_is_degraded() {
        assertThat(StatusOrder.overall(Stream.of(Status.DELIVERABLE, Status.REJECTED)))
                .isEqualTo(Status.DEGRADED);
        assertThat(StatusOrder.overall(Stream.of(Status.UNREACHABLE, Status.DEGRADED)))
                .isEqualTo(Status.DEGRADED);
        assertThat(StatusOrder.overall(Stream.of(Status.DELIVERABLE, Status.DELIVERABLE)))
                .isEqualTo(Status.DELIVERABLE);
    }

    @Test
    void an_identity_that_could_not_find_out_spoils_nothing() {
        assertThat(StatusOrder.overall(Stream.of(Status.DELIVERABLE, Status.INCONCLUSIVE)))
                .isEqualTo(Status.DELIVERABLE);
    }

    @Test
    void where_nobody_has_success_the_most_urgent_status_is_the_targets() {
        assertThat(StatusOrder.overall(Stream.of(Status.DEFERRED, Status.REJECTED)))
                .isEqualTo(Status.REJECTED);
        assertThat(StatusOrder.overall(Stream.of(Status.INCONCLUSIVE, Status.DEFERRED)))
                .isEqualTo(Status.DEFERRED);
        assertThat(StatusOrder.overall(Stream.of())).isEqualTo(Status.PENDING);
        assertThat(StatusOrder.ORDER).containsExactlyInAnyOrder(Status.values());
    }

    @Test
    void many_reports_are_an_array() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportJson.write(List.of(1, 2).iterator(), out);
        assertThat(out.toString(UTF_8)).isEqualTo("[1,2]");
    }
}
