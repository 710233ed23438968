package io.rcptwatch.store;

import static io.rcptwatch.report.Samples.NOW;
import static io.rcptwatch.report.Samples.accepted;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.conversation;
import static io.rcptwatch.report.Samples.identity;
import static io.rcptwatch.report.Samples.observation;
import static io.rcptwatch.report.Samples.round;
import static io.rcptwatch.report.Samples.secured;
import static io.rcptwatch.report.Samples.target;
import static io.rcptwatch.report.Samples.unroutable;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.report.Certificates;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.KnownHosts;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.LedgerEntry;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.TargetState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How targets stand is the same after a restart. */
class TargetMemoryTest {
    private static final Target TARGET = target("a.example");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @TempDir private Path folder = Path.of("");

    /** An agent's memory, from a start to the end of its process. */
    private record Life(StateFile file, Ledger board, TargetMemory memory)
            implements AutoCloseable {
        TargetState standing(Target target) {
            return board.standing(target.domain()).orElseThrow();
        }

        List<Observation> past(Target target) {
            return switch (memory.past(target)) {
                case Archive.Past.Kept(List<Observation> observations) -> observations;
                case Archive.Past.Missing(String reason) -> throw new AssertionError(reason);
            };
        }

        void round(Round round) {
            round(TARGET, round);
        }

        void round(Target target, Round round) {
            for (Observation observation : round.observations()) {
                attempt(target, observation.identity());
                board.post(target, new LedgerEntry.Observed(observation));
            }
            board.post(target, new LedgerEntry.Finished(round));
        }

        void attempt(Target target, String identity) {
            board.post(target, new LedgerEntry.Attempt(Provider.OTHER, identity));
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private Life live(Target... targets) throws InUseException {
        return live(CLOCK, targets);
    }

    private Life live(InstantSource clock, Target... targets) throws InUseException {
        return live(folder, clock, targets);
    }

    private static Life live(Path folder, InstantSource clock, Target... targets)
            throws InUseException {
        StateFile file = StateFile.open(folder.resolve("state"), clock);
        Ledger board = new Ledger(List.of(targets), clock);
        TargetMemory memory = new TargetMemory(file, board, 3, clock);
        board.subscribe(memory);
        return new Life(file, board, memory);
    }

    static Stream<Observation> observations() {
        Conversation plain = conversation(Reply.of(250, "2.1.5 Ok"), "SIZE 1000", "DSN");
        TlsSession session =
                new TlsSession(
                        "TLSv1.3",
                        "TLS_AES_256_GCM_SHA384",
                        List.of(Certificates.expiring(NOW.plusSeconds(86_400))),
                        Set.of(TlsProblem.CERTIFICATE_EXPIRED));
        return Stream.concat(
                Stream.of(
                        accepted(TARGET, "mx.a.example"),
                        blocked(TARGET, "mx.a.example:2525"),
                        unroutable(TARGET),
                        said(secured(plain, Optional.of(session), Optional.empty())),
                        said(
                                secured(
                                        plain,
                                        Optional.empty(),
                                        Optional.of(TlsProblem.VALIDATION_FAILURE)))),
                Stream.of(
                                new ProbeEnd.Failed(
                                        Phase.CONNECT,
                                        new Fault(Fault.Kind.CONNECT_TIMEOUT, "no answer")),
                                new ProbeEnd.TlsNotOffered(),
                                new ProbeEnd.TlsRefused(Reply.of(454, "4.7.0 not now")),
                                new ProbeEnd.TlsUntrusted(
                                        Set.of(TlsProblem.CERTIFICATE_HOST_MISMATCH)),
                                new ProbeEnd.Utf8NotOffered())
                        .map(ending -> said(ended(plain, ending))));
    }

    private static Conversation ended(Conversation plain, ProbeEnd ending) {
        return new Conversation(
                plain.steps(), ending, plain.extensions(), plain.tls(), plain.tlsTrouble());
    }

    private static Observation said(Conversation conversation) {
        return observation(TARGET, "mx.a.example", Outcome.ACCEPTED, OutcomeClass.OK, conversation);
    }

    @ParameterizedTest
    @MethodSource("observations")
    void a_round_is_the_same_after_a_restart(Observation observation) throws Exception {
        Round round = round(TARGET, Status.DEGRADED, observation);
        TargetState before;
        try (Life life = live(TARGET)) {
            life.round(round);
            before = life.standing(TARGET);
        }
        try (Life life = live(TARGET)) {
            assertThat(life.standing(TARGET)).isEqualTo(withoutOffers(before));
            assertThat(life.standing(TARGET).latest()).contains(round);
            assertThat(life.file().health().dropped()).isZero();
        }
    }

    /** What hosts offer is compared within one life only. */
    private static TargetState withoutOffers(TargetState standing) {
        return new TargetState(
                standing.target(),
                true,
                standing.provider(),
                standing.latest(),
                KnownHosts.named(standing.hosts()),
                standing.marks());
    }

    @Test
    void a_status_keeps_its_beginning_over_a_restart() throws Exception {
        try (Life life = live(TARGET)) {
            life.round(later(Duration.ofMinutes(1), Status.DELIVERABLE));
            life.round(later(Duration.ofMinutes(2), Status.REJECTED));
            life.round(later(Duration.ofMinutes(3), Status.REJECTED));
        }
        try (Life life = live(TARGET)) {
            assertThat(life.standing(TARGET).since("default"))
                    .contains(NOW.plus(Duration.ofMinutes(2)));
            life.round(later(Duration.ofMinutes(4), Status.REJECTED));
            assertThat(life.standing(TARGET).since("default"))
                    .contains(NOW.plus(Duration.ofMinutes(2)));
            life.round(later(Duration.ofMinutes(5), Status.DELIVERABLE));
            assertThat(life.standing(TARGET).since("default"))
                    .contains(NOW.plus(Duration.ofMinutes(5)));
        }
    }

    private static Round later(Duration past, Status status) {
        Round round = round(TARGET, status, blocked(TARGET, "mx.a.example"));
        return new Round(
                round.domain(),
                round.provider(),
                round.hosts(),
                round.observations(),
                round.statuses(),
                round.policies(),
                round.startedAt().plus(past),
                round.finishedAt().plus(past));
    }

    @Test
    void an_attempt_is_known_even_where_nothing_came_of_it() throws Exception {
        try (Life life = live(TARGET)) {
            life.attempt(TARGET, "default");
        }
        try (Life life = live(TARGET)) {
            assertThat(life.standing(TARGET).lastAttempt()).contains(NOW);
            assertThat(life.standing(TARGET).status("default")).isEqualTo(Status.PENDING);
        }
    }

    @Test
    void an_attempt_is_in_the_file_before_anybody_goes_on() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Life life = live(TARGET)) {
            life.attempt(TARGET, "default");
            Files.copy(folder.resolve("state"), copy.resolve("state"));
        }
        try (Life life = live(copy, CLOCK, TARGET)) {
            assertThat(life.standing(TARGET).lastAttempt()).contains(NOW);
        }
    }

    @Test
    void a_domain_that_is_written_in_another_way_is_the_same() throws Exception {
        String ascii = "xn--bcher-kva.example";
        Target shown = TARGET.at(new DomainName("bücher.example", ascii), TARGET.recipient());
        Target plain = TARGET.at(new DomainName(ascii, ascii), TARGET.recipient());
        try (Life life = live(shown)) {
            life.round(shown, round(shown, Status.DELIVERABLE, accepted(shown, "mx.a.example")));
        }
        try (Life life = live(plain)) {
            assertThat(life.standing(plain).status("default")).isEqualTo(Status.DELIVERABLE);
        }
    }

    @Test
    void what_two_identities_heard_at_once_is_kept_of_both() throws Exception {
        Target both = target("a.example", identity("default"), identity("other"));
        Target other = target("a.example", identity("other"));
        Round first =
                round(
                        both,
                        Status.DELIVERABLE,
                        accepted(both, "mx.a.example"),
                        accepted(other, "mx.a.example"));
        try (Life life = live(both)) {
            life.round(both, first);
            life.file().secure();
            life.round(both, round(both, Status.REJECTED, blocked(both, "mx.a.example")));
            life.file().secure();
            assertThat(life.past(both))
                    .extracting(Observation::identity)
                    .containsExactlyInAnyOrder("default", "other");
        }
    }

    @Test
    void an_identity_that_asks_no_more_is_not_shown() throws Exception {
        Target both = target("a.example", identity("default"), identity("other"));
        try (Life life = live(both)) {
            life.round(both, round(both, Status.DELIVERABLE, accepted(both, "mx.a.example")));
        }
        Target one = target("a.example", identity("other"));
        try (Life life = live(one)) {
            assertThat(life.standing(one).marks()).containsOnlyKeys("other");
            assertThat(life.standing(one).observations()).isEmpty();
            assertThat(life.standing(one).latest().orElseThrow().statuses())
                    .containsOnlyKeys("other");
        }
    }

    @Test
    void a_target_that_comes_back_within_a_month_is_known_and_later_is_not() throws Exception {
        Target other = target("b.example");
        try (Life life = live(TARGET)) {
            life.round(round(TARGET, Status.DELIVERABLE, accepted(TARGET, "mx.a.example")));
        }
        live(after(Duration.ofDays(20)), other).close();
        try (Life life = live(after(Duration.ofDays(29)), TARGET)) {
            assertThat(life.standing(TARGET).latest()).isPresent();
        }
        try (Life life = live(after(Duration.ofDays(31)), other)) {
            assertThat(life.standing(other).latest()).isEmpty();
        }
        try (Life life = live(after(Duration.ofDays(31)), TARGET)) {
            assertThat(life.standing(TARGET).latest()).isEmpty();
        }
    }

    @Test
    void what_was_said_about_a_target_that_is_long_gone_is_gone_too() throws Exception {
        Round before = round(TARGET, Status.DELIVERABLE, accepted(TARGET, "mx.a.example"));
        try (Life life = live(TARGET)) {
            life.round(before);
            life.file().secure();
            life.round(round(TARGET, Status.REJECTED, blocked(TARGET, "mx.a.example")));
            life.file().secure();
            assertThat(life.past(TARGET)).hasSize(1);
        }
        live(after(Duration.ofDays(31)), target("b.example")).close();
        try (Life life = live(TARGET)) {
            assertThat(life.past(TARGET)).isEmpty();
        }
    }

    private static InstantSource after(Duration time) {
        return InstantSource.fixed(NOW.plus(time));
    }

    @Test
    void failures_are_kept_longer_than_successes() throws Exception {
        try (Life life = live(TARGET)) {
            for (int minute = 0; minute < 20; minute++) {
                boolean ill = minute == 2 || minute == 5;
                Observation said =
                        ill ? blocked(TARGET, "mx.a.example") : accepted(TARGET, "mx.a.example");
                life.round(at(minute, said));
                life.file().secure();
            }
            assertThat(life.past(TARGET))
                    .extracting(o -> o.finishedAt().getEpochSecond() / 60)
                    .containsExactly(18L, 5L, 2L);
        }
        try (Life life = live(TARGET)) {
            assertThat(life.past(TARGET))
                    .hasSize(3)
                    .allSatisfy(o -> assertThat(o.conversation().steps()).hasSize(6));
        }
    }

    @Test
    void whoever_asks_for_what_was_said_once_the_file_is_closed_is_told_so() throws Exception {
        Life over = live(TARGET);
        over.close();
        assertThat(over.memory().past(TARGET))
                .isEqualTo(new Archive.Past.Missing("the state file cannot be read now"));
    }

    private static Round at(int minute, Observation said) {
        Instant time = Instant.ofEpochSecond(minute * 60L);
        Observation then =
                new Observation(
                        said.domain(),
                        said.identity(),
                        said.provider(),
                        said.mx(),
                        said.preference(),
                        said.family(),
                        said.address(),
                        said.conversation(),
                        said.verdict(),
                        said.tls(),
                        time);
        Round round = round(TARGET, Status.DELIVERABLE, then);
        return new Round(
                TARGET.domain(),
                round.provider(),
                round.hosts(),
                round.observations(),
                round.statuses(),
                round.policies(),
                time,
                time);
    }

    @Test
    void what_a_server_says_at_length_is_cut() throws Exception {
        Reply endless = new Reply(250, Collections.nCopies(500, "x".repeat(4000)));
        Observation said = said(conversation(endless, "SIZE 1000"));
        try (Life life = live(TARGET)) {
            life.round(round(TARGET, Status.DELIVERABLE, said));
        }
        try (Life life = live(TARGET)) {
            Reply kept =
                    life.standing(TARGET).observations().getFirst().verdict().reply().orElseThrow();
            assertThat(kept.text()).hasSize(RecordCodecs.LONGEST);
        }
    }
}
