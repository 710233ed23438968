package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.ProbePoint;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.EgressWatch.Reach;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

    private ProberWiring instruments(HostPort... hosts) {
        ProberWiring instruments =
                ProberWiring.of(
                        Samples.RESOLUTION,
                        Samples.politeness(5, 5, 50),
                        new Egress(List.of(hosts), INTERVAL),
                        Environment.INTERNET,
                        JUDGE,
                        now::get);
        instruments.egress().watch(List.of(target));
        return instruments;
    }

    private Round ask(ProberWiring instruments) throws InterruptedException {
        Plan plan = instruments.planner().plan(target);
        List<Observation> held = new ArrayList<>();
        for (HostProbe call : plan.calls()) {
            HostProbeResult answer =
                    instruments.inquirer().hold(call, PATIENCE, () -> {}, Listener.NONE);
            if (answer instanceof HostProbeResult.Probed(Observation observation)) {
                held.add(observation);
            }
        }
        return instruments.inquirer().conclude(plan, held);
    }

    private Outcome outcome(ProberWiring instruments) throws InterruptedException {
        return ask(instruments).observations().getFirst().verdict().outcome();
    }

    private static Reach reach(ProberWiring instruments) {
        return instruments.egress().known().values().iterator().next();
    }

    @Test
    void where_nobody_lets_us_in_a_failed_connection_says_nothing_about_the_host()
            throws Exception {
        ProberWiring instruments = instruments(known);

        Round round = ask(instruments);

        Observation observation = round.observations().getFirst();
        assertThat(observation.verdict().outcome()).isEqualTo(Outcome.LOCAL_ERROR);
        assertThat(observation.verdict().rule()).isEqualTo("egress_blocked");
        assertThat(observation.verdict().conclusive()).isFalse();
        assertThat(observation.verdict().advice()).contains("Port 25 seems to be blocked");
        assertThat(round.statuses()).containsEntry("default", Status.INCONCLUSIVE);
        assertThat(reach(instruments)).isEqualTo(Reach.BLOCKED);
    }

    @Test
    void where_one_of_them_lets_us_in_the_host_is_unreachable_as_ever() throws Exception {
        try (Door _ = Door.open(door)) {
            ProberWiring instruments =
                    instruments(new HostPort("127.0.1.233", door.getPort()), known);

            Round round = ask(instruments);

            assertThat(round.observations().getFirst().verdict().outcome())
                    .isEqualTo(Outcome.CONNECT_FAILED);
            assertThat(round.statuses()).containsEntry("default", Status.UNREACHABLE);
            assertThat(reach(instruments)).isEqualTo(Reach.OPEN);
        }
    }

    @Test
    void who_lets_us_in_hears_nothing_but_quit() throws Exception {
        try (Door open = Door.open(door)) {
            outcome(instruments(known));

            assertThat(open.heard()).containsExactly("connect", "QUIT");
        }
    }

    @Test
    void when_the_way_out_is_open_again_the_host_is_unreachable_again() throws Exception {
        ProberWiring instruments = instruments(known);
        assertThat(outcome(instruments)).isEqualTo(Outcome.LOCAL_ERROR);

        try (Door open = Door.open(door)) {
            assertThat(outcome(instruments)).isEqualTo(Outcome.LOCAL_ERROR);
            assertThat(open.heard()).as("not so soon again").isEmpty();

            now.updateAndGet(at -> at.plus(EgressWatch.FRESH).plusSeconds(1));
            assertThat(outcome(instruments)).isEqualTo(Outcome.CONNECT_FAILED);
            assertThat(reach(instruments)).isEqualTo(Reach.OPEN);
        }
    }

    @Test
    void a_host_that_lets_us_in_costs_no_look() throws Exception {
        InetSocketAddress up = new InetSocketAddress("127.0.1.232", door.getPort());
        try (Door _ = Door.open(up)) {
            ProberWiring instruments = instruments(known);

            assertThat(outcome(instruments)).isNotEqualTo(Outcome.LOCAL_ERROR);
            assertThat(reach(instruments)).isEqualTo(Reach.UNKNOWN);
        }
    }

    @Test
    void a_look_at_one_port_says_nothing_about_another() throws Exception {
        HostPort submission = new HostPort("127.0.1.231", Door.closed("127.0.1.231").getPort());
        ProberWiring instruments = instruments(submission);

        assertThat(outcome(instruments)).isEqualTo(Outcome.CONNECT_FAILED);
        assertThat(reach(instruments)).isEqualTo(Reach.UNKNOWN);
    }

    @Test
    void a_blocked_port_is_not_hidden_by_one_that_is_open() throws Exception {
        InetSocketAddress submission = Door.closed("127.0.1.231");
        try (Door _ = Door.open(submission)) {
            HostPort open = new HostPort("127.0.1.231", submission.getPort());
            ProberWiring instruments = instruments(open, known);

            assertThat(outcome(instruments)).isEqualTo(Outcome.LOCAL_ERROR);
            assertThat(instruments.egress().blocks(point(), open.port())).isFalse();
            assertThat(instruments.egress().blocked(known.port())).containsExactly(point());
            assertThat(instruments.egress().blocked(open.port())).isEmpty();
            assertThat(reach(instruments)).isEqualTo(Reach.BLOCKED);
        }
    }

    private static ProbePoint point() {
        return new ProbePoint(Samples.IDENTITY, Family.IP4);
    }

    @Test
    void hosts_that_are_asked_no_more_are_forgotten_with_what_they_told() throws Exception {
        ProberWiring instruments = instruments(known);
        assertThat(outcome(instruments)).isEqualTo(Outcome.LOCAL_ERROR);

        instruments.egress().renew(new Egress(List.of(), INTERVAL));

        assertThat(reach(instruments)).isEqualTo(Reach.UNKNOWN);
        assertThat(instruments.egress().hosts(known.port())).isEmpty();
        assertThat(outcome(instruments)).isEqualTo(Outcome.CONNECT_FAILED);
    }

    @Test
    void hosts_that_are_the_same_as_before_are_not_looked_at_anew() throws Exception {
        ProberWiring instruments = instruments(known);
        assertThat(outcome(instruments)).isEqualTo(Outcome.LOCAL_ERROR);

        instruments.egress().renew(new Egress(List.of(known), INTERVAL));

        assertThat(reach(instruments)).isEqualTo(Reach.BLOCKED);
    }

    @Test
    void hosts_that_are_new_are_asked_at_once() throws Exception {
        InetSocketAddress later = Door.closed("127.0.1.234");
        try (Door _ = Door.open(later)) {
            ProberWiring instruments = instruments(known);
            instruments.egress().start();
            await(() -> reach(instruments) == Reach.BLOCKED);
            // Now it waits for the interval.
            Thread.sleep(100);
            HostPort next = new HostPort("127.0.1.234", later.getPort());
            instruments.egress().renew(new Egress(List.of(next), INTERVAL));

            await(() -> reach(instruments) == Reach.OPEN);
            instruments.shutdown().begin();
        }
    }

    @Test
    void a_way_that_is_watched_again_is_looked_at_anew() throws Exception {
        ProberWiring instruments = instruments(known);
        outcome(instruments);

        instruments.egress().watch(List.of());
        instruments.egress().watch(List.of(target));

        assertThat(reach(instruments)).isEqualTo(Reach.UNKNOWN);
    }

    @Test
    void a_look_gives_its_room_back_however_it_ends() throws Exception {
        ProberWiring instruments = instruments(known);
        outcome(instruments);
        assertThat(instruments.limiter().inFlight()).isZero();

        try (Door _ = Door.open(door)) {
            ProberWiring open = instruments(known);
            outcome(open);
            assertThat(open.limiter().inFlight()).isZero();
        }
    }

    @Test
    void a_host_without_an_address_of_the_family_says_nothing() throws Exception {
        ProberWiring instruments = instruments(new HostPort("::1", door.getPort()));

        assertThat(outcome(instruments)).isEqualTo(Outcome.CONNECT_FAILED);
        assertThat(reach(instruments)).isEqualTo(Reach.UNKNOWN);
    }

    @Test
    void an_error_of_our_own_is_no_block() throws Exception {
        ProberWiring instruments = instruments(known);
        Identity elsewhere =
                new Identity(
                        "elsewhere",
                        "probe.example.net",
                        Samples.IDENTITY.mailFrom(),
                        Optional.of(InetAddress.ofLiteral("192.0.2.1")),
                        List.of());

        assertThat(
                        instruments
                                .egress()
                                .blocks(new ProbePoint(elsewhere, Family.IP4), door.getPort()))
                .isFalse();
    }

    @Test
    void without_hosts_nobody_is_asked_and_nothing_is_known() throws Exception {
        ProberWiring instruments = instruments();
        instruments.egress().start();

        assertThat(outcome(instruments)).isEqualTo(Outcome.CONNECT_FAILED);
        assertThat(reach(instruments)).isEqualTo(Reach.UNKNOWN);
    }

    @Test
    void it_looks_by_itself_from_the_start() throws Exception {
        try (Door _ = Door.open(door)) {
            ProberWiring instruments = instruments(known);
            instruments.egress().start();

            await(() -> reach(instruments) == Reach.OPEN);
            instruments.shutdown().begin();
        }
    }

    @Test
    void many_failures_at_once_are_one_look() throws Exception {
        try (Door open = Door.open(door)) {
            ProberWiring instruments = instruments(known);
            ProbePoint point = new ProbePoint(Samples.IDENTITY, Family.IP4);
            Thread[] threads = new Thread[20];
            Arrays.setAll(threads, _ -> Thread.startVirtualThread(() -> fail(instruments, point)));
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(open.heard()).containsExactly("connect", "QUIT");
        }
    }

    private void fail(ProberWiring instruments, ProbePoint point) {
        try {
            instruments.egress().blocks(point, door.getPort());
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
