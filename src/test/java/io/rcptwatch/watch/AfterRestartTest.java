package io.rcptwatch.watch;

import static io.rcptwatch.report.Samples.NOW;
import static io.rcptwatch.report.Samples.accepted;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.observation;
import static io.rcptwatch.report.Samples.round;
import static io.rcptwatch.report.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.dns.AddressLookup;
import io.rcptwatch.dns.MailHost;
import io.rcptwatch.limits.ExtraRound;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.RoundTrigger;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.store.InUseException;
import io.rcptwatch.store.LimitsMemory;
import io.rcptwatch.store.StateFile;
import io.rcptwatch.store.TargetMemory;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that was started anew is as patient, and knows as much, as the one before. */
class AfterRestartTest {
    private static final Politeness POLITENESS = Samples.politeness(2, 2, 10);
    private static final Target TARGET = target("a.example");

    @TempDir private Path folder = Path.of("");
    private Instant now = NOW;

    /** What paces the rounds, from a start to the end of the process. */
    private record Life(StateFile file, Ledger board, TargetMemory memory, ProbePacer pacing)
            implements AutoCloseable {
        void finished(Round round) {
            Optional<Round> before = board.standing(TARGET.domain()).flatMap(TargetState::latest);
            board.post(TARGET, new LedgerEntry.Finished(round));
            pacing.finished(TARGET, before, round, List.of(), RoundTrigger.REGULAR);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private Life live() throws InUseException {
        InstantSource clock = () -> now;
        StateFile file = StateFile.open(folder.resolve("state"), clock);
        Ledger board = new Ledger(List.of(TARGET), clock);
        TargetMemory memory = new TargetMemory(file, board, 5, clock);
        ProbePacer pacing = new ProbePacer(POLITENESS, clock);
        Limiter limiter = new Limiter(POLITENESS, new Random(1), clock);
        LimitsMemory.keep(file, board, limiter, pacing, clock, clock);
        board.subscribe(memory);
        return new Life(file, board, memory, pacing);
    }

    private static Observation unknownRecipient() {
        return observation(
                TARGET,
                "mx.a.example",
                Outcome.RECIPIENT_UNKNOWN,
                OutcomeClass.REJECTED,
                Reply.of(550, "5.1.1 no such user"));
    }

    @Test
    void an_unknown_recipient_is_asked_for_as_seldom_as_before() throws Exception {
        try (Life life = live()) {
            life.finished(round(TARGET, Status.REJECTED, unknownRecipient()));
            life.finished(round(TARGET, Status.REJECTED, unknownRecipient()));
            assertThat(life.pacing().factor(TARGET)).isEqualTo(4);
            assertThat(life.pacing().leavesOut(TARGET)).isTrue();
        }
        try (Life life = live()) {
            assertThat(life.pacing().factor(TARGET)).isEqualTo(4);
            assertThat(life.pacing().leavesOut(TARGET)).isTrue();
            assertThat(life.pacing().leavesOut(TARGET)).isTrue();
            assertThat(life.pacing().leavesOut(TARGET)).isFalse();
            life.finished(round(TARGET, Status.DELIVERABLE, accepted(TARGET, "mx.a.example")));
        }
        try (Life life = live()) {
            assertThat(life.pacing().factor(TARGET)).isEqualTo(1);
        }
    }

    @Test
    void a_status_that_changed_meanwhile_is_asked_about_once_more() throws Exception {
        try (Life life = live()) {
            life.finished(round(TARGET, Status.DELIVERABLE, accepted(TARGET, "mx.a.example")));
        }
        now = NOW.plusSeconds(300);
        try (Life life = live()) {
            life.finished(round(TARGET, Status.REJECTED, blocked(TARGET, "mx.a.example")));
            now = now.plus(POLITENESS.minInterval());
            assertThat(life.pacing().due())
                    .containsExactly(new ExtraRound(TARGET.domain(), now, RoundTrigger.RECHECK));
        }
    }

    @Test
    void what_a_host_said_that_is_left_out_now_still_stands() throws Exception {
        Observation said = blocked(TARGET, "mx.a.example");
        try (Life life = live()) {
            life.finished(round(TARGET, Status.REJECTED, said));
        }
        try (Life life = live()) {
            assertThat(
                            Plan.kept(
                                    life.board()
                                            .standing(TARGET.domain())
                                            .flatMap(TargetState::latest),
                                    List.of(call())))
                    .containsExactly(said);
        }
    }

    private static HostProbe call() {
        List<InetAddress> addresses = List.of(InetAddress.ofLiteral("192.0.2.25"));
        return new HostProbe(
                TARGET,
                TARGET.identities().getFirst(),
                new MailHost("mx.a.example", 25, 10, new AddressLookup.FoundAddresses(addresses)),
                Provider.OTHER,
                HostPolicy.configured(TARGET.tls()),
                Family.IP4,
                addresses);
    }
}
