package io.rcptwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.limits.Backoff;
import io.rcptwatch.limits.GreylistKey;
import io.rcptwatch.limits.GreylistWait;
import io.rcptwatch.limits.LimitKey;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.limits.ReceiverFeedback;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.ProbePacer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we allow ourselves, and who does not want us, is the same after a restart. */
class LimitsMemoryTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Politeness POLITENESS = Samples.politeness(2, 2, 10);
    private static final Target TARGET = Samples.target("a.example");
    private static final GreylistKey WAITING = triplet("waiting.example");
    private static final GreylistKey KNOWN = triplet("known.example");

    @TempDir private Path folder = Path.of("");

    private static GreylistKey triplet(String host) {
        return new GreylistKey(
                "default", "probe@example.net", "postmaster@a.example", host + " ip4");
    }

    /** A limiter and a pacing, from a start to the end of the process. */
    private record Life(StateFile file, Limiter limiter, ProbePacer pacing)
            implements AutoCloseable {
        void ask(String provider, ReceiverFeedback heard) throws InterruptedException {
            LimitKey contact =
                    new LimitKey(
                            "default", InetAddress.ofLiteral("192.0.2.25"), new Provider(provider));
            QueuePriority patience =
                    new QueuePriority(Instant.MIN, Duration.ofSeconds(5), Duration.ofMinutes(10));
            switch (limiter.enter(contact, patience)) {
                case Limiter.Queued.Admitted(Limiter.Room room) -> {
                    room.heard(heard);
                    room.close();
                }
                case Limiter.Queued.Refused refused -> throw new AssertionError(refused);
            }
        }

        @Override
        public void close() {
            limiter.close();
            file.close();
        }
    }

    private Life live() throws InUseException {
        return live(CLOCK, CLOCK);
    }

    private Life live(InstantSource steady, InstantSource wall) throws InUseException {
        StateFile file = StateFile.open(folder.resolve("state"), wall);
        Limiter limiter = new Limiter(POLITENESS, new Random(1), steady);
        ProbePacer pacing = new ProbePacer(POLITENESS, steady);
        Ledger ledger = new Ledger(List.of(TARGET), wall);
        LimitsMemory.keep(file, ledger, limiter, pacing, steady, wall);
        return new Life(file, limiter, pacing);
    }

    @ParameterizedTest
    @ValueSource(longs = {-100_000, -5_000, 5_000, 100_000})
    void a_clock_that_was_set_before_a_restart_changes_nothing(long seconds) throws Exception {
        Instant now = Instant.parse("2026-03-01T12:34:56Z");
        Instant next = now.plusSeconds(300);
        try (Life life = live(() -> now, () -> now.plusSeconds(seconds))) {
            life.ask("google", new ReceiverFeedback.Welcome());
            life.ask(
                    "microsoft",
                    new ReceiverFeedback.Unwanted(Duration.ofHours(1), Outcome.IP_BLOCKED));
            GreylistWait waiting = new GreylistWait(WAITING, now, 1, next);
            life.pacing().restore(Map.of(), List.of(waiting), Map.of(KNOWN, now));
        }
        InstantSource set = () -> now.plusSeconds(seconds);
        try (Life life = live(set, set)) {
            assertThat(life.limiter().usage())
                    .filteredOn(u -> List.of("google", "overall").contains(u.scope()))
                    .filteredOn(u -> !u.period().equals("at_once"))
                    .hasSize(4)
                    .allSatisfy(u -> assertThat(u.used()).isPositive());
            assertThat(life.limiter().backoffs())
                    .extracting(Backoff::until)
                    .containsExactly(set.instant().plus(Duration.ofHours(1)));
            assertThat(life.pacing().greylisted())
                    .extracting(GreylistWait::next)
                    .containsExactly(set.instant().plusSeconds(300));
            assertThat(life.pacing().letIn()).containsExactly(Map.entry(KNOWN, set.instant()));
        }
    }

    @Test
    void what_the_budgets_have_used_counts_after_a_restart() throws Exception {
        for (int start = 1; start <= 3; start++) {
            try (Life life = live()) {
                life.ask("google", new ReceiverFeedback.Welcome());
                int expected = start;
                assertThat(life.limiter().usage())
                        .filteredOn(u -> u.period().equals("day"))
                        .filteredOn(u -> !u.scope().equals("other"))
                        .isNotEmpty()
                        .allSatisfy(u -> assertThat(u.used()).isEqualTo(expected));
            }
        }
    }

    @Test
    void who_is_left_alone_is_left_alone_after_a_restart_until_it_is_over() throws Exception {
        List<Backoff> before;
        try (Life life = live()) {
            life.ask(
                    "google",
                    new ReceiverFeedback.Unwanted(Duration.ofHours(1), Outcome.IP_BLOCKED));
            before = life.limiter().backoffs();
            assertThat(before).hasSize(1);
        }
        try (Life life = live()) {
            assertThat(life.limiter().backoffs()).isEqualTo(before);
        }
    }

    @Test
    void greylisting_goes_on_after_a_restart() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        GreylistWait waiting = new GreylistWait(WAITING, now, 1, now.plusSeconds(300));
        try (Life life = live()) {
            life.pacing().restore(Map.of(), List.of(waiting), Map.of(KNOWN, now));
        }
        try (Life life = live()) {
            assertThat(life.pacing().greylisted()).containsExactly(waiting);
            assertThat(life.pacing().letIn()).containsExactly(Map.entry(KNOWN, now));
        }
    }
}
