package io.rcptwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.sandbox.Dialogue;
import io.rcptwatch.sandbox.Receiver;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.target.Dnssec;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Judge;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.wire.HttpsClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The loop over real sockets: rounds begin by themselves, and end politely. */
@Timeout(60)
class AgentTest {
    private static final String WORLD =
            """
            dns: 127.0.0.1:0
            port: 0
            domains:
              - domain: accepts.test
                description: Takes mail.
                expect: {status: deliverable, outcomes: [accepted]}
                mx:
                  - {host: mx.accepts.test, address: 127.0.1.201, script: accepts}
              - domain: holds.test
                description: Never answers EHLO.
                expect: {status: unreachable, outcomes: [reply_timeout]}
                mx:
                  - {host: mx.holds.test, address: 127.0.1.202, script: holds}
            scripts:
              accepts: {}
              holds: {ehlo: hold}
            """;

    private Sandbox sandbox;

    /** What is under test: closing it stops the agent. */
    private record Watch(Board board, Agent agent, Instruments instruments)
            implements AutoCloseable {
        Standing standing(Target target) {
            return board.standing(target.domain()).orElseThrow();
        }

        @Override
        public void close() {
            agent.close();
        }
    }

    @BeforeEach
    void startSandbox(@TempDir Path folder) throws Exception {
        sandbox = Sandbox.start(Files.writeString(folder.resolve("world.yaml"), WORLD));
    }

    @AfterEach
    void stopSandbox() throws Exception {
        sandbox.close();
    }

    @Test
    void a_target_is_asked_by_itself_and_the_board_shows_the_answer() throws Exception {
        Target target = target("accepts.test");
        try (Watch watch = start(target)) {
            await(Duration.ofSeconds(40), () -> watch.standing(target).latest().isPresent());

            Standing standing = watch.standing(target);
            assertThat(standing.status("default")).isEqualTo(Status.DELIVERABLE);
            assertThat(standing.observations())
                    .extracting(o -> o.verdict().outcome())
                    .containsExactly(Outcome.ACCEPTED);
            assertThat(standing.marks().values()).allMatch(marks -> marks.success().isPresent());
        }
    }

    @Test
    void a_mistake_about_one_turn_does_not_end_the_watch() throws Exception {
        Target target = target("accepts.test");
        AtomicInteger mistakes = new AtomicInteger();
        AgentListener mistaken =
                new AgentListener() {
                    @Override
                    public void ticked() {
                        if (mistakes.getAndIncrement() == 0) {
                            throw new IllegalStateException("planted by the test");
                        }
                    }
                };
        try (Watch watch = start(target, mistaken)) {
            await(Duration.ofSeconds(40), () -> watch.standing(target).latest().isPresent());
        }
    }

    @Test
    void a_round_that_goes_on_while_its_target_is_taken_out_ends_in_peace() throws Exception {
        Target target = target("accepts.test");
        AtomicInteger open = new AtomicInteger();
        List<Observation> heard = new CopyOnWriteArrayList<>();
        AgentListener counting =
                new AgentListener() {
                    @Override
                    public void attempting(Target t, Provider provider, String identity) {
                        open.incrementAndGet();
                    }

                    @Override
                    public void observed(Observation observation) {
                        heard.add(observation);
                    }
                };
        try (Watch watch = start(target, counting)) {
            Thread asking =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    watch.agent().ask(target, Duration.ofSeconds(20));
                                } catch (InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                            });
            await(Duration.ofSeconds(20), () -> open.get() == 1);
            watch.agent().renew(List.of(), Duration.ofSeconds(60), watch.instruments());
            asking.join();

            assertThat(watch.board().standings()).isEmpty();
            assertThat(heard)
                    .extracting(o -> o.verdict().outcome())
                    .containsExactly(Outcome.ACCEPTED);
            assertThat(watch.agent().ask(target, Duration.ofSeconds(20)))
                    .isEqualTo(new FreshRound.NotHeld(FreshRound.Reason.TOO_SOON));
        }
    }

    @Test
    void a_stop_says_quit_to_a_server_that_is_silent_and_is_over_within_ten_seconds()
            throws Exception {
        Target target = target("holds.test");
        Watch watch = start(target);
        Receiver receiver = sandbox.receiver("mx.holds.test");
        await(
                Duration.ofSeconds(40),
                () -> receiver.dialogues().stream().anyMatch(d -> said(d, "EHLO")));

        long start = System.nanoTime();
        watch.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Agent.STOP);
        assertThat(watch.standing(target).latest()).as("no result").isEmpty();
        await(
                Duration.ofSeconds(5),
                () -> receiver.dialogues().stream().allMatch(d -> d.end() != Dialogue.End.OPEN));
    }

    private static boolean said(Dialogue dialogue, String command) {
        return dialogue.lines().stream().anyMatch(line -> line.startsWith("C: " + command));
    }

    private Target target(String domain) {
        return Samples.target(domain, new HostPort("mx." + domain, sandbox.port()));
    }

    private Watch start(Target target, AgentListener... more) throws IOException {
        InstantSource clock = InstantSource.system();
        Instruments instruments =
                Instruments.of(
                        new Resolution(List.of(sandbox.dnsAddress()), Dnssec.OFF, Optional.empty()),
                        Samples.politeness(1, 2, 10),
                        new Surroundings(List.of(sandbox.certificateAuthority()), HttpsClient.PORT),
                        Judge.standard(),
                        clock);
        Board board = new Board(List.of(target), clock);
        Agent agent =
                new Agent(
                        List.of(target),
                        Duration.ofSeconds(60),
                        instruments,
                        clock,
                        Stream.concat(Stream.of(board), Stream.of(more)).toList());
        agent.start();
        return new Watch(board, agent, instruments);
    }

    private static void await(Duration longest, BooleanSupplier condition)
            throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(50);
        }
    }
}
