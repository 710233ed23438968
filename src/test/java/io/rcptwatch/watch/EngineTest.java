package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.EngineParts;
import io.rcptwatch.Samples;
import io.rcptwatch.limits.Greylists;
import io.rcptwatch.sandbox.Receiver;
import io.rcptwatch.sandbox.ReceiverTranscript;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.target.Dnssec;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.wire.HttpsClient;
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
class EngineTest {
    // By names whose place in the interval comes early, so that nobody waits for the first round.
    private static final String WORLD =
            """
            dns: 127.0.0.1:0
            port: 0
            domains:
              - domain: accepts-23.test
                description: Takes mail.
                expect: {status: deliverable, outcomes: [accepted]}
                mx:
                  - {host: mx.accepts-23.test, address: 127.0.1.201, script: accepts}
              - domain: holds-2.test
                description: Never answers EHLO.
                expect: {status: unreachable, outcomes: [reply_timeout]}
                mx:
                  - {host: mx.holds-2.test, address: 127.0.1.202, script: holds}
              - domain: greylists-29.test
                description: Takes mail from whom it has seen.
                expect: {status: deliverable, outcomes: [accepted]}
                mx:
                  - {host: mx.greylists-29.test, address: 127.0.1.203, script: greylists}
              - domain: blocks.test
                description: Does not want us.
                expect: {status: rejected, outcomes: [ip_blocked]}
                mx:
                  - {host: mx.blocks.test, address: 127.0.1.204, script: blocks}
              - domain: unknown.test
                description: Knows nobody.
                expect: {status: rejected, outcomes: [recipient_unknown]}
                mx:
                  - {host: mx.unknown.test, address: 127.0.1.205, script: unknown}
            scripts:
              unknown: {rcpt: "550 5.1.1 <{recipient}>: User unknown"}
              accepts: {}
              greylists:
                greylist: {for: 500ms, reply: "450 4.2.0 Greylisted, try again later"}
              blocks: {rcpt: "554 5.7.1 Client host [{client}] blocked using zen.spamhaus.org"}
              holds: {ehlo: hold}
            """;

    private Sandbox sandbox;

    /** What is under test: closing it stops the agent. */
    private record Watch(
            EngineParts parts,
            EngineSettings settings,
            ProberWiring wiring,
            RoundRunner rounds,
            Engine engine,
            List<LedgerEntry> entries)
            implements AutoCloseable {
        <E extends LedgerEntry> Stream<E> entries(Class<E> kind) {
            return entries.stream().filter(kind::isInstance).map(kind::cast);
        }

        List<SkipReason> skipped() {
            return entries(LedgerEntry.Skipped.class).map(LedgerEntry.Skipped::reason).toList();
        }

        List<Greylists.News> greylisting() {
            return entries(LedgerEntry.Greylisting.class)
                    .map(LedgerEntry.Greylisting::news)
                    .toList();
        }

        TargetState standing(Target target) {
            return parts.ledger.standing(target.domain()).orElseThrow();
        }

        @Override
        public void close() {
            engine.close();
            rounds.close();
        }

        /** By other targets from now on. */
        Watch reload(Target... targets) {
            return reload(settings.politeness(), targets);
        }

        /** By other limits and targets from now on. */
        Watch reload(Politeness politeness, Target... targets) {
            EngineSettings next =
                    EngineParts.settings(settings.resolution(), politeness, List.of(targets));
            ProberWiring after = parts.wiring(next, Optional.of(wiring));
            Engine successor = parts.engine(next, after, rounds, Optional.of(engine));
            successor.start();
            return new Watch(parts, next, after, rounds, successor, entries);
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
        Target target = target("accepts-23.test");
        try (Watch watch = start(target)) {
            await(Duration.ofSeconds(40), () -> watch.standing(target).latest().isPresent());

            TargetState standing = watch.standing(target);
            assertThat(standing.status("default")).isEqualTo(Status.DELIVERABLE);
            assertThat(standing.observations())
                    .extracting(o -> o.verdict().outcome())
                    .containsExactly(Outcome.ACCEPTED);
            assertThat(standing.marks().values()).allMatch(marks -> marks.success().isPresent());
        }
    }

    @Test
    void a_mistake_about_one_turn_does_not_end_the_watch() throws Exception {
        Target target = target("accepts-23.test");
        AtomicInteger mistakes = new AtomicInteger();
        Runnable mistaken =
                () -> {
                    if (mistakes.getAndIncrement() == 0) {
                        throw new IllegalStateException("planted by the test");
                    }
                };
        try (Watch watch = start(politeness(true), List.of(target), mistaken)) {
            await(Duration.ofSeconds(40), () -> watch.standing(target).latest().isPresent());
        }
    }

    @Test
    void an_address_that_may_not_be_contacted_is_told_as_skipped() throws Exception {
        Target target = target("accepts-23.test");
        try (Watch watch = start(politeness(false), List.of(target), () -> {})) {
            assertThat(watch.engine().ask(target, Duration.ofSeconds(20)))
                    .isEqualTo(AnswerSource.FRESH);

            assertThat(watch.skipped()).containsExactly(SkipReason.PRIVATE_ADDRESS);
            assertThat(sandbox.receiver("mx.accepts-23.test").dialogues()).isEmpty();
        }
    }

    @Test
    void a_lookup_is_told_once_a_round_and_is_nobodys_where_it_leads_nowhere() throws Exception {
        Target gone = Samples.target("gmail.com");
        Target there = Samples.target("there.test", new HostPort("smtp.google.com", 25));
        try (Watch watch = start(gone, there)) {
            for (Target target : List.of(gone, there)) {
                assertThat(watch.engine().ask(target, Duration.ofSeconds(20)))
                        .isEqualTo(AnswerSource.FRESH);
                assertThat(watch.standing(target).provider()).isEqualTo(new Provider("google"));
            }

            assertThat(watch.entries(LedgerEntry.LookedUp.class))
                    .extracting(LedgerEntry.LookedUp::provider)
                    .containsExactlyInAnyOrder(Provider.OTHER, new Provider("google"));
        }
    }

    @Test
    void where_we_are_greylisted_we_come_again_by_ourselves_until_we_are_let_in() throws Exception {
        Target target = target("greylists-29.test");
        try (Watch watch = start(target)) {
            await(
                    Duration.ofSeconds(45),
                    () -> watch.standing(target).status("default") == Status.DELIVERABLE);

            assertThat(sandbox.receiver("mx.greylists-29.test").dialogues()).hasSize(2);
            assertThat(watch.greylisting()).hasAtLeastOneElementOfType(Greylists.News.Retry.class);
            assertThat(watch.greylisting())
                    .filteredOn(Greylists.News.Passed.class::isInstance)
                    .first()
                    .extracting(news -> ((Greylists.News.Passed) news).after())
                    .matches(after -> after.compareTo(Duration.ofMillis(500)) > 0);
        }
    }

    @Test
    void a_round_that_goes_on_while_its_target_is_taken_out_ends_in_peace() throws Exception {
        Target target = target("accepts-23.test");
        try (Watch watch = start(target)) {
            Thread asking =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    watch.engine().ask(target, Duration.ofSeconds(20));
                                } catch (InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                            });
            await(
                    Duration.ofSeconds(20),
                    () -> watch.entries(LedgerEntry.Attempt.class).count() == 1);
            Watch reloaded =
                    watch.reload(
                            EngineParts.every(Duration.ofSeconds(60), watch.settings.politeness()));
            asking.join();

            assertThat(watch.parts().ledger.standings()).isEmpty();
            assertThat(watch.entries(LedgerEntry.Observed.class))
                    .extracting(o -> o.observation().verdict().outcome())
                    .containsExactly(Outcome.ACCEPTED);
            assertThat(reloaded.engine().ask(target, Duration.ofSeconds(20)))
                    .isEqualTo(AnswerSource.TOO_SOON);
            reloaded.close();
        }
    }

    @Test
    void who_does_not_want_us_is_not_asked_about_the_next_domain() throws Exception {
        HostPort host = new HostPort("mx.blocks.test", sandbox.port());
        Target one = Samples.target("one-1.test", host);
        Target two = Samples.target("two-63.test", host);
        try (Watch watch = start(one, two)) {
            // Who was asked may still be concluding when the other one is told to keep away.
            await(
                    Duration.ofSeconds(45),
                    () ->
                            watch.skipped().contains(SkipReason.BACKOFF)
                                    && Stream.of(one, two)
                                            .anyMatch(t -> watch.standing(t).latest().isPresent()));

            assertThat(sandbox.receiver("mx.blocks.test").dialogues()).hasSize(1);
            assertThat(List.of(watch.standing(one), watch.standing(two)))
                    .extracting(standing -> standing.status("default"))
                    .containsExactlyInAnyOrder(Status.REJECTED, Status.PENDING);
        }
    }

    @Test
    void another_recipient_is_not_asked_as_seldom_as_an_unknown_one() throws Exception {
        Target target = target("unknown.test");
        try (Watch watch = start(target)) {
            ProbePacer pacing = watch.parts().pacer;
            watch.engine().ask(target, Duration.ofSeconds(20));
            assertThat(pacing.factor(target)).isEqualTo(2);

            Watch reloaded = watch.reload(target);
            assertThat(pacing.factor(target)).isEqualTo(2);

            Target mended = target.withRecipient(new MailAddress("somebody", "unknown.test"));
            try (Watch _ = reloaded.reload(mended)) {
                assertThat(pacing.factor(mended)).isEqualTo(1);
            }
        }
    }

    @Test
    void a_host_that_is_left_alone_keeps_what_it_said_last() throws Exception {
        Target target =
                Samples.target(
                        "both-36.test",
                        Duration.ofSeconds(2),
                        new HostPort("mx.accepts-23.test", sandbox.port()),
                        new HostPort("mx.blocks.test", sandbox.port()));
        try (Watch watch = start(target)) {
            Receiver accepting = sandbox.receiver("mx.accepts-23.test");
            await(Duration.ofSeconds(45), () -> accepting.dialogues().size() > 2);

            assertThat(sandbox.receiver("mx.blocks.test").dialogues()).hasSize(1);
            assertThat(watch.standing(target).observations())
                    .extracting(o -> o.verdict().outcome())
                    .containsExactly(Outcome.ACCEPTED, Outcome.IP_BLOCKED);
            assertThat(watch.skipped()).contains(SkipReason.BACKOFF);
        }
    }

    @Test
    void a_stop_says_quit_to_a_server_that_is_silent_and_is_over_within_ten_seconds()
            throws Exception {
        Target target = target("holds-2.test");
        Watch watch = start(target);
        Receiver receiver = sandbox.receiver("mx.holds-2.test");
        await(
                Duration.ofSeconds(40),
                () -> receiver.dialogues().stream().anyMatch(d -> said(d, "EHLO")));

        long start = System.nanoTime();
        watch.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(RoundRunner.STOP);
        assertThat(watch.standing(target).latest()).as("no result").isEmpty();
        await(
                Duration.ofSeconds(5),
                () ->
                        receiver.dialogues().stream()
                                .allMatch(d -> d.end() != ReceiverTranscript.End.OPEN));
    }

    private static boolean said(ReceiverTranscript dialogue, String command) {
        return dialogue.lines().stream().anyMatch(line -> line.startsWith("C: " + command));
    }

    private Target target(String domain) {
        return Samples.target(domain, new HostPort("mx." + domain, sandbox.port()));
    }

    /** Retries come as soon as a test wants them to. */
    private static Politeness politeness(boolean allowPrivateAddresses) {
        Politeness usual = Samples.politeness(1, 2, 10);
        return new Politeness(
                Duration.ofMillis(100),
                usual.perHost(),
                usual.perProvider(),
                usual.overall(),
                usual.backoff(),
                List.of(Duration.ofMillis(700), Duration.ofSeconds(5)),
                allowPrivateAddresses);
    }

    private Watch start(Target... targets) {
        return start(politeness(true), List.of(targets), () -> {});
    }

    private Watch start(Politeness politeness, List<Target> targets, Runnable heartbeat) {
        EngineSettings settings =
                EngineParts.settings(
                        new Resolution(List.of(sandbox.dnsAddress()), Dnssec.OFF, Optional.empty()),
                        politeness,
                        targets);
        EngineParts parts =
                new EngineParts(
                        settings,
                        new Environment(List.of(sandbox.certificateAuthority()), HttpsClient.PORT),
                        InstantSource.system());
        List<LedgerEntry> entries = new CopyOnWriteArrayList<>();
        parts.ledger.subscribe(event -> entries.add(event.cause()));
        ProberWiring wiring = parts.wiring(settings);
        RoundRunner rounds = parts.rounds();
        Engine engine =
                new Engine(
                        settings,
                        wiring,
                        rounds,
                        heartbeat,
                        Optional.empty(),
                        InstantSource.system());
        engine.start();
        return new Watch(parts, settings, wiring, rounds, engine, entries);
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
