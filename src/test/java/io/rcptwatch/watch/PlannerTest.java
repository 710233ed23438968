package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.EngineParts;
import io.rcptwatch.Samples;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Target;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who asks whom, over which addresses; nobody is asked here. */
class PlannerTest {
    private static final Planner PLANNER = planner(InstantSource.system());

    private static Planner planner(InstantSource clock) {
        EngineSettings settings =
                EngineParts.settings(Samples.RESOLUTION, Samples.politeness(1, 2, 10), List.of());
        return new EngineParts(settings, Environment.INTERNET, clock).wiring(settings).planner();
    }

    private static Identity from(String name, Optional<String> source) {
        return new Identity(
                name,
                "probe.example.net",
                Samples.IDENTITY.mailFrom(),
                source.map(InetAddress::ofLiteral),
                List.of());
    }

    private static Target target(List<Identity> identities, String... addresses) {
        Target usual =
                Samples.target(
                        "both.test",
                        Arrays.stream(addresses)
                                .map(address -> new HostPort(address, 25))
                                .toArray(HostPort[]::new));
        return new Target(
                usual.domain(),
                usual.recipient(),
                usual.interval(),
                usual.port(),
                usual.tls(),
                List.of(Family.IP4, Family.IP6),
                identities,
                usual.expect(),
                usual.timeouts(),
                usual.maxHosts(),
                usual.policies(),
                usual.hosts());
    }

    @Test
    void every_identity_asks_every_host_over_every_family() {
        Plan plan =
                PLANNER.plan(
                        target(
                                List.of(from("a", Optional.empty()), from("b", Optional.empty())),
                                "127.0.0.1",
                                "::1"));

        assertThat(plan.calls())
                .extracting(PlannerTest::who)
                .containsExactlyInAnyOrder("a over ip4", "b over ip4", "a over ip6", "b over ip6");
        assertThat(plan.settled()).isEmpty();
    }

    @Test
    void nobody_connects_from_an_ipv4_address_to_an_ipv6_address() {
        Plan plan =
                PLANNER.plan(
                        target(
                                List.of(
                                        from("old", Optional.of("127.0.0.2")),
                                        from("new", Optional.of("::1"))),
                                "127.0.0.1",
                                "::1"));

        assertThat(plan.calls())
                .extracting(PlannerTest::who)
                .containsExactlyInAnyOrder("old over ip4", "new over ip6");
    }

    @Test
    void a_host_without_an_address_of_the_identitys_family_is_out_of_its_reach() {
        Plan plan = PLANNER.plan(target(List.of(from("new", Optional.of("::1"))), "127.0.0.1"));

        assertThat(plan.calls()).isEmpty();
        assertThat(plan.settled())
                .singleElement()
                .satisfies(
                        o -> {
                            assertThat(o.identity()).isEqualTo("new");
                            assertThat(o.family()).contains(Family.IP6);
                            assertThat(o.verdict().outcome()).isEqualTo(Outcome.DOMAIN_UNROUTABLE);
                        });
    }

    @Test
    void the_time_of_the_lookup_ends_when_the_hosts_are_known() {
        AtomicLong seconds = new AtomicLong();
        Planner planner = planner(() -> Instant.ofEpochSecond(seconds.getAndIncrement()));
        long before = seconds.get();

        DnsTiming lookup = planner.plan(target(List.of(Samples.IDENTITY), "127.0.0.1")).lookup();

        assertThat(lookup.startedAt()).isEqualTo(Instant.ofEpochSecond(before));
        assertThat(lookup.took()).isEqualTo(Duration.ofSeconds(1));
    }

    private static String who(HostProbe call) {
        return call.identity().name() + " over " + call.family().label();
    }
}
