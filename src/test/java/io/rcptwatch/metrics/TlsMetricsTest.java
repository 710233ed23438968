package io.rcptwatch.metrics;

import static io.rcptwatch.report.Samples.accepted;
import static io.rcptwatch.report.Samples.conversation;
import static io.rcptwatch.report.Samples.observation;
import static io.rcptwatch.report.Samples.secured;
import static io.rcptwatch.report.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.dane.Dane;
import io.rcptwatch.dns.TlsaRecord;
import io.rcptwatch.mtasts.MxPattern;
import io.rcptwatch.mtasts.Policy;
import io.rcptwatch.mtasts.StsState;
import io.rcptwatch.mtasts.TlsRpt;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.TlsDemand;
import io.rcptwatch.report.Samples;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.target.TlsMode;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.DomainPolicies;
import io.rcptwatch.watch.HostPolicy;
import io.rcptwatch.watch.LedgerEntry;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of TLS: what went wrong, and who cares. */
class TlsMetricsTest {
    private final Target a = target("a.example");

    @Test
    void each_tls_problem_of_a_conversation_is_counted_once() {
        Watched watched = new Watched(a);
        TlsSession session =
                new TlsSession(
                        "TLSv1.3",
                        "TLS_AES_256_GCM_SHA384",
                        List.of(),
                        Set.of(TlsProblem.CERTIFICATE_EXPIRED, TlsProblem.VALIDATION_FAILURE));
        watched.round(
                a,
                Status.DELIVERABLE,
                withTls(Optional.of(session), Optional.of(TlsProblem.VALIDATION_FAILURE)));
        Scrape scrape = watched.scrape();

        assertThat(tlsFailures(scrape, "certificate-expired")).isOne();
        assertThat(tlsFailures(scrape, "validation-failure")).isOne();
        assertThat(tlsFailures(scrape, "certificate-not-trusted")).isZero();
        assertThat(scrape.value("smtp_probe_tls_info", "version", "TLSv1.3", "verified", "false"))
                .isOne();
    }

    @Test
    void a_handshake_that_failed_without_a_session_is_a_validation_failure() {
        Watched watched = new Watched(a);
        Conversation conversation = conversation(Reply.of(250, "ok"));
        watched.round(
                a,
                Status.UNREACHABLE,
                observation(a, "mx", Outcome.TLS_FAILED, OutcomeClass.TLS, conversation));

        assertThat(tlsFailures(watched.scrape(), "validation-failure")).isOne();
    }

    private Observation withTls(Optional<TlsSession> session, Optional<TlsProblem> trouble) {
        Conversation plain = conversation(Reply.of(250, "ok"));
        return observation(
                a, "mx", Outcome.ACCEPTED, OutcomeClass.OK, secured(plain, session, trouble));
    }

    private static double tlsFailures(Scrape scrape, String type) {
        return scrape.value("smtp_probe_tls_failures_total", "result_type", type);
    }

    private static Observation under(Target target, Dane dane) {
        Observation plain = accepted(target, "mx.a.example");
        HostPolicy policy =
                new HostPolicy(
                        new TlsDemand.Opportunistic(),
                        HostPolicy.Demander.DANE,
                        Optional.of(dane),
                        true);
        return new Observation(
                plain.domain(),
                plain.identity(),
                plain.provider(),
                plain.mx(),
                plain.preference(),
                plain.family(),
                plain.address(),
                plain.conversation(),
                plain.verdict(),
                policy.judge(plain.conversation()),
                plain.finishedAt());
    }

    private static Dane usable(int... usages) {
        return new Dane.Usable(
                "mx.a.example",
                IntStream.of(usages)
                        .mapToObj(usage -> new TlsaRecord(usage, 1, 1, "00".repeat(32)))
                        .toList(),
                Set.of("mx.a.example"));
    }

    @Test
    void tls_is_demanded_by_tlsa_records_and_an_authority_only_where_no_key_is_named() {
        assertThat(demandedUnder(usable(3))).containsExactly("dane");
        assertThat(demandedUnder(usable(2))).containsExactly("dane", "dane_ta");
        assertThat(demandedUnder(usable(2, 3))).containsExactly("dane");
        assertThat(demandedUnder(new Dane.Unusable("mx.a.example", List.of())))
                .containsExactly("dane");
        assertThat(demandedUnder(new Dane.Absent())).isEmpty();
        assertThat(demandedUnder(new Dane.Bogus("no signature"))).isEmpty();
    }

    private List<String> demandedUnder(Dane dane) {
        Watched watched = new Watched(a);
        watched.round(a, Status.DELIVERABLE, under(a, dane));
        return demanders(watched.scrape());
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, ''",
        "OPPORTUNISTIC, ''",
        "REQUIRED, configuration",
        "IMPLICIT, configuration"
    })
    void tls_is_demanded_by_ourselves_from_the_start(TlsMode mode, String by) {
        Target strict =
                new Target(
                        a.domain(),
                        a.recipient(),
                        a.interval(),
                        a.port(),
                        mode,
                        a.families(),
                        a.identities(),
                        a.expect(),
                        a.timeouts(),
                        a.maxHosts(),
                        a.policies(),
                        a.hosts());

        assertThat(String.join(",", demanders(new Watched(strict).scrape()))).isEqualTo(by);
    }

    @ParameterizedTest
    @CsvSource({"ENFORCE, mta_sts", "TESTING, ''", "NONE, ''"})
    void tls_is_demanded_by_a_policy_in_mode_enforce_alone(Policy.Mode mode, String by) {
        Policy policy =
                new Policy(mode, List.of(new MxPattern("mx.a.example")), Duration.ofDays(1));
        Round plain = Samples.round(a, Status.DELIVERABLE, accepted(a, "mx.a.example"));
        Round round =
                new Round(
                        plain.domain(),
                        plain.provider(),
                        plain.hosts(),
                        plain.observations(),
                        plain.statuses(),
                        Optional.of(
                                new DomainPolicies(
                                        new StsState.InForce(
                                                policy, "1", Instant.EPOCH, Optional.empty()),
                                        new TlsRpt.Absent())),
                        plain.startedAt(),
                        plain.finishedAt());
        Watched watched = new Watched(a);
        watched.board.post(a, new LedgerEntry.Finished(round));

        assertThat(String.join(",", demanders(watched.scrape()))).isEqualTo(by);
    }

    private static List<String> demanders(Scrape scrape) {
        assertThat(scrape.all("smtp_probe_tls_required")).hasSize(4);
        return scrape.all("smtp_probe_tls_required").stream()
                .filter(sample -> sample.value() == 1)
                .map(sample -> sample.labels().get("by"))
                .toList();
    }
}
