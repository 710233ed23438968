package io.rcptwatch.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.agent.Board;
import io.rcptwatch.agent.Limiter;
import io.rcptwatch.agent.Pacing;
import io.rcptwatch.pace.Backoff;
import io.rcptwatch.pace.Contact;
import io.rcptwatch.pace.Greylisted;
import io.rcptwatch.pace.Heard;
import io.rcptwatch.pace.Patience;
import io.rcptwatch.pace.Triplet;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
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

/** What we allow ourselves, and who does not want us, is the same after a restart. */
class PaceMemoryTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Politeness POLITENESS = Samples.politeness(2, 2, 10);
    private static final Target TARGET = Samples.target("a.example");
    private static final Triplet WAITING = triplet("waiting.example");
    private static final Triplet KNOWN = triplet("known.example");

    @TempDir private Path folder = Path.of("");

    private static Triplet triplet(String host) {
        return new Triplet("default", "probe@example.net", "postmaster@a.example", host + " ip4");
    }

    /** A limiter and a pacing, from a start to the end of the process. */
    private record Life(StateFile file, Limiter limiter, Pacing pacing) implements AutoCloseable {
        void ask(String provider, Heard heard) throws InterruptedException {
            Contact contact =
                    new Contact(
                            "default", InetAddress.ofLiteral("192.0.2.25"), new Provider(provider));
            Patience patience =
                    new Patience(Instant.MIN, Duration.ofSeconds(5), Duration.ofMinutes(10));
            switch (limiter.enter(contact, patience)) {
                case Limiter.Entry.Admitted(Limiter.Room room) -> {
                    room.heard(heard);
                    room.close();
                }
                case Limiter.Entry.Refused refused -> throw new AssertionError(refused);
            }
        }

        @Override
        public void close() {
            limiter.close();
            file.close();
        }
    }

    private Life live() throws InUseException {
        StateFile file = StateFile.open(folder.resolve("state"), CLOCK);
        Limiter limiter = new Limiter(POLITENESS, new Random(1), CLOCK);
        Pacing pacing = new Pacing(POLITENESS, CLOCK);
        PaceMemory.keep(file, new Board(List.of(TARGET), CLOCK), limiter, pacing, CLOCK);
        return new Life(file, limiter, pacing);
    }

    @Test
    void what_the_budgets_have_used_counts_after_a_restart() throws Exception {
        for (int start = 1; start <= 3; start++) {
            try (Life life = live()) {
                life.ask("google", new Heard.Welcome());
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
            life.ask("google", new Heard.Unwanted(Duration.ofHours(1), Outcome.IP_BLOCKED));
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
        Greylisted waiting = new Greylisted(WAITING, now, 1, now.plusSeconds(300));
        try (Life life = live()) {
            life.pacing().restore(Map.of(), List.of(waiting), Map.of(KNOWN, now));
        }
        try (Life life = live()) {
            assertThat(life.pacing().greylisted()).containsExactly(waiting);
            assertThat(life.pacing().letIn()).containsExactly(Map.entry(KNOWN, now));
        }
    }
}
