package io.rcptwatch.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.EngineParts;
import io.rcptwatch.Samples;
import io.rcptwatch.egress.EgressWatch.Reach;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.ProbePoint;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.EngineSettings;
import io.rcptwatch.watch.Environment;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.watch.Round;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets: a target at which nobody listens, and hosts that may let us in. */
@Timeout(60)
class EgressWatchTest {
    private static final QueuePriority PATIENCE =
            new QueuePriority(Instant.MIN, Duration.ofMinutes(1), Duration.ofMinutes(10));

    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-04T05:06:07Z"));
    private InetSocketAddress door;
    private HostPort known;
    private Target target;

    @BeforeEach
    void findPort() throws Exception {
        door = Door.closed("127.0.1.231");
        known = new HostPort("127.0.1.231", door.getPort());
        target = Samples.target("down.test", new HostPort("127.0.1.232", door.getPort()));
    }

    /** An egress watch with what probes by it. */
    private record Looks(EngineParts parts, ProberWiring wiring) {
        EgressWatch egress() {
            return wiring.egress();
        }

        /** By other settings, as a reload makes them. */
        Looks next(EngineSettings settings) {
            return new Looks(parts, parts.wiring(settings, Optional.of(wiring)));
        }
    }

    private EngineSettings settings(List<Target> targets, HostPort... hosts) {
        return EngineParts.settings(
                Samples.RESOLUTION,
                Samples.politeness(5, 5, 50),
                new Egress(List.of(hosts), INTERVAL),
                targets,
                JUDGE);
    }

    private Looks looks(HostPort... hosts) {
        EngineSettings settings = settings(List.of(target), hosts);
        EngineParts parts = new EngineParts(settings, Environment.INTERNET, now::get);
        return new Looks(parts, parts.wiring(settings));
    }

    private Round ask(Looks looks) throws InterruptedException {
        return looks.parts().round(looks.wiring(), target, PATIENCE);
    }

    private Outcome outcome(Looks looks) throws InterruptedException {
        return ask(looks).observations().getFirst().verdict().outcome();
    }

    private static Reach reach(Looks looks) {
        return looks.egress().known().values().iterator().next();
    }

    @Test
    void where_nobody_lets_us_in_a_failed_connection_says_nothing_about_the_host()
            throws Exception {
        Looks looks = looks(known);

        Round round = ask(looks);

        Observation observation = round.observations().getFirst();
        assertThat(observation.verdict().outcome()).isEqualTo(Outcome.LOCAL_ERROR);
        assertThat(observation.verdict().rule()).isEqualTo("egress_blocked");
        assertThat(observation.verdict().conclusive()).isFalse();
        assertThat(observation.verdict().advice()).contains("Port 25 seems to be blocked");
        assertThat(round.statuses()).containsEntry("default", Status.INCONCLUSIVE);
        assertThat(reach(looks)).isEqualTo(Reach.BLOCKED);
    }

    @Test
    void where_one_of_them_lets_us_in_the_host_is_unreachable_as_ever() throws Exception {
        try (Door _ = Door.open(door)) {
            Looks looks = looks(new HostPort("127.0.1.233", door.getPort()), known);

            Round round = ask(looks);

            assertThat(round.observations().getFirst().verdict().outcome())
                    .isEqualTo(Outcome.CONNECT_FAILED);
            assertThat(round.statuses()).containsEntry("default", Status.UNREACHABLE);
            assertThat(reach(looks)).isEqualTo(Reach.OPEN);
        }
    }

    @Test
    void who_lets_us_in_hears_nothing_but_quit() throws Exception {
        try (Door open = Door.open(door)) {
            outcome(looks(known));

            assertThat(open.heard()).containsExactly("connect", "QUIT");
        }
    }

    @Test
    void when_the_way_out_is_open_again_the_host_is_unreachable_again() throws Exception {
        Looks looks = looks(known);
        assertThat(outcome(looks)).isEqualTo(Outcome.LOCAL_ERROR);

        try (Door open = Door.open(door)) {
            assertThat(outcome(looks)).isEqualTo(Outcome.LOCAL_ERROR);
            assertThat(open.heard()).as("not so soon again").isEmpty();

            now.updateAndGet(at -> at.plus(EgressWatch.FRESH).plusSeconds(1));
            assertThat(outcome(looks)).isEqualTo(Outcome.CONNECT_FAILED);
            assertThat(reach(looks)).isEqualTo(Reach.OPEN);
        }
    }

    @Test
    void a_host_that_lets_us_in_costs_no_look() throws Exception {
        InetSocketAddress up = new InetSocketAddress("127.0.1.232", door.getPort());
        try (Door _ = Door.open(up)) {
            Looks looks = looks(known);

            assertThat(outcome(looks)).isNotEqualTo(Outcome.LOCAL_ERROR);
            assertThat(reach(looks)).isEqualTo(Reach.UNKNOWN);
        }
    }

    @Test
    void a_look_at_one_port_says_nothing_about_another() throws Exception {
        HostPort submission = new HostPort("127.0.1.231", Door.closed("127.0.1.231").getPort());
        Looks looks = looks(submission);

        assertThat(outcome(looks)).isEqualTo(Outcome.CONNECT_FAILED);
        assertThat(reach(looks)).isEqualTo(Reach.UNKNOWN);
    }

    @Test
    void a_blocked_port_is_not_hidden_by_one_that_is_open() throws Exception {
        InetSocketAddress submission = Door.closed("127.0.1.231");
        try (Door _ = Door.open(submission)) {
            HostPort open = new HostPort("127.0.1.231", submission.getPort());
            Looks looks = looks(open, known);

            assertThat(outcome(looks)).isEqualTo(Outcome.LOCAL_ERROR);
            assertThat(looks.egress().blocks(point(), open.port())).isFalse();
            assertThat(looks.egress().blocked(known.port())).containsExactly(point());
            assertThat(looks.egress().blocked(open.port())).isEmpty();
            assertThat(reach(looks)).isEqualTo(Reach.BLOCKED);
        }
    }

    private static ProbePoint point() {
        return new ProbePoint(Samples.IDENTITY, Family.IP4);
    }

    @Test
    void hosts_that_are_asked_no_more_are_forgotten_with_what_they_told() throws Exception {
        Looks looks = looks(known);
        assertThat(outcome(looks)).isEqualTo(Outcome.LOCAL_ERROR);

        Looks next = looks.next(settings(List.of(target)));

        assertThat(reach(next)).isEqualTo(Reach.UNKNOWN);
        assertThat(next.egress().hosts(known.port())).isEmpty();
        assertThat(outcome(next)).isEqualTo(Outcome.CONNECT_FAILED);
    }

    @Test
    void hosts_that_are_the_same_as_before_are_not_looked_at_anew() throws Exception {
        Looks looks = looks(known);
        assertThat(outcome(looks)).isEqualTo(Outcome.LOCAL_ERROR);

        Looks next = looks.next(settings(List.of(target), known));

        assertThat(reach(next)).isEqualTo(Reach.BLOCKED);
    }

    @Test
    void hosts_that_are_new_are_asked_at_once() throws Exception {
        InetSocketAddress later = Door.closed("127.0.1.234");
        try (Door _ = Door.open(later)) {
            Looks looks = looks(known);
            looks.egress().start();
            await(() -> reach(looks) == Reach.BLOCKED);
            HostPort other = new HostPort("127.0.1.234", later.getPort());
            Looks next = looks.next(settings(List.of(target), other));
            looks.egress().close();
            next.egress().start();

            await(() -> reach(next) == Reach.OPEN);
            next.egress().close();
        }
    }

    @Test
    void a_way_that_is_watched_again_is_looked_at_anew() throws Exception {
        Looks looks = looks(known);
        outcome(looks);

        Looks next = looks.next(settings(List.of(), known)).next(settings(List.of(target), known));

        assertThat(reach(next)).isEqualTo(Reach.UNKNOWN);
    }

    @Test
    void a_look_gives_its_room_back_however_it_ends() throws Exception {
        Looks looks = looks(known);
        outcome(looks);
        assertThat(looks.parts().limiter.inFlight()).isZero();

        try (Door _ = Door.open(door)) {
            Looks open = looks(known);
            outcome(open);
            assertThat(open.parts().limiter.inFlight()).isZero();
        }
    }

    @Test
    void a_host_without_an_address_of_the_family_says_nothing() throws Exception {
        Looks looks = looks(new HostPort("::1", door.getPort()));

        assertThat(outcome(looks)).isEqualTo(Outcome.CONNECT_FAILED);
        assertThat(reach(looks)).isEqualTo(Reach.UNKNOWN);
    }

    @Test
    void an_error_of_our_own_is_no_block() throws Exception {
        Looks looks = looks(known);
        Identity elsewhere =
                new Identity(
                        "elsewhere",
                        "probe.example.net",
                        Samples.IDENTITY.mailFrom(),
                        Optional.of(InetAddress.ofLiteral("192.0.2.1")),
                        List.of());

        assertThat(looks.egress().blocks(new ProbePoint(elsewhere, Family.IP4), door.getPort()))
                .isFalse();
    }

    @Test
    void without_hosts_nobody_is_asked_and_nothing_is_known() throws Exception {
        Looks looks = looks();
        looks.egress().start();

        assertThat(outcome(looks)).isEqualTo(Outcome.CONNECT_FAILED);
        assertThat(reach(looks)).isEqualTo(Reach.UNKNOWN);
    }

    @Test
    void it_looks_by_itself_from_the_start() throws Exception {
        try (Door _ = Door.open(door)) {
            Looks looks = looks(known);
            looks.egress().start();

            await(() -> reach(looks) == Reach.OPEN);
            looks.egress().close();
        }
    }

    @Test
    void many_failures_at_once_are_one_look() throws Exception {
        try (Door open = Door.open(door)) {
            Looks looks = looks(known);
            ProbePoint point = new ProbePoint(Samples.IDENTITY, Family.IP4);
            Thread[] threads = new Thread[20];
            Arrays.setAll(threads, _ -> Thread.startVirtualThread(() -> fail(looks, point)));
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(open.heard()).containsExactly("connect", "QUIT");
        }
    }

    private void fail(Looks looks, ProbePoint point) {
        try {
            looks.egress().blocks(point, door.getPort());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
