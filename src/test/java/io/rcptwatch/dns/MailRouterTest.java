package io.rcptwatch.dns;

import static io.rcptwatch.target.Family.IP4;
import static io.rcptwatch.target.Family.IP6;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.target.HostPort;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MailRouterTest {
    @Test
    void mx_hosts_come_best_preference_first() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN MX 20 mx2.example.test.",
                        "example.test. 300 IN MX 10 MX1.Example.test.",
                        "mx1.example.test. 300 IN A 127.0.0.11",
                        "mx2.example.test. 300 IN A 127.0.0.12")) {
            assertThat(route(dns, "Example.Test"))
                    .isEqualTo(
                            new Route.Hosts(
                                    List.of(
                                            new MailHost(
                                                    "mx1.example.test", 25, 10, at("127.0.0.11")),
                                            new MailHost(
                                                    "mx2.example.test", 25, 20, at("127.0.0.12"))),
                                    Set.of("mx1.example.test", "mx2.example.test")));
        }
    }

    @Test
    void hosts_of_equal_preference_are_shuffled() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN MX 10 a.test.",
                        "example.test. 300 IN MX 10 b.test.",
                        "example.test. 300 IN MX 20 c.test.")) {
            MailRouter router = dns.router();
            Set<List<String>> orders = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                orders.add(names(router.route("example.test", 25, List.of(IP4), 5)));
            }
            assertThat(orders)
                    .containsExactlyInAnyOrder(
                            List.of("a.test", "b.test", "c.test"),
                            List.of("b.test", "a.test", "c.test"));
        }
    }

    @Test
    void hosts_beyond_the_limit_are_counted_but_not_asked_for() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN MX 10 a.test.",
                        "example.test. 300 IN MX 20 b.test.")) {
            Route route = dns.router().route("example.test", 2525, List.of(IP4), 1);
            assertThat(names(route)).containsExactly("a.test");
            assertThat(((Route.Hosts) route).labels())
                    .containsExactlyInAnyOrder("a.test:2525", "b.test:2525");
            assertThat(dns.queries()).containsExactly("udp MX example.test", "udp A a.test");
        }
    }

    @Test
    void without_mx_records_the_domain_is_its_own_host() throws Exception {
        try (var dns = new LoopbackDns("example.test. 300 IN A 127.0.0.11")) {
            assertThat(route(dns, "example.test"))
                    .isEqualTo(
                            new Route.Implicit(
                                    new MailHost("example.test", 25, 0, at("127.0.0.11"))));
        }
    }

    @Test
    void with_mx_records_the_domain_is_not_its_own_host() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN A 127.0.0.11",
                        "example.test. 300 IN MX 10 gone.test.")) {
            assertThat(addresses(route(dns, "example.test")))
                    .containsExactly(new AddressLookup.NoAddresses());
            assertThat(dns.queries()).doesNotContain("udp A example.test");
        }
    }

    @Test
    void a_null_mx_is_a_no() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN A 127.0.0.11", "example.test. 300 IN MX 0 .")) {
            assertThat(route(dns, "example.test")).isEqualTo(new Route.NullMx());
        }
    }

    @Test
    void a_name_that_does_not_exist_is_no_domain() throws Exception {
        try (var dns = new LoopbackDns()) {
            assertThat(route(dns, "example.test")).isEqualTo(new Route.NoSuchDomain());
        }
    }

    @Test
    void neither_mx_nor_address_is_no_address() throws Exception {
        try (var dns = new LoopbackDns("example.test. 300 IN TXT \"v=spf1 -all\"")) {
            assertThat(route(dns, "example.test")).isEqualTo(new Route.NoAddress());
        }
    }

    @Test
    void both_families_are_found_in_the_order_asked_for() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN MX 10 mx.test.",
                        "mx.test. 300 IN A 127.0.0.11",
                        "mx.test. 300 IN AAAA ::1")) {
            Route route = dns.router().route("example.test", 25, List.of(IP6, IP4), 5);
            assertThat(addresses(route)).containsExactly(at("::1", "127.0.0.11"));
        }
    }

    @Test
    void a_family_not_asked_for_is_not_looked_up() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN MX 10 mx.test.", "mx.test. 300 IN A 127.0.0.11")) {
            assertThat(addresses(dns.router().route("example.test", 25, List.of(IP6), 5)))
                    .containsExactly(new AddressLookup.NoAddresses());
            assertThat(dns.queries()).containsExactly("udp MX example.test", "udp AAAA mx.test");
        }
    }

    @Test
    void an_ip4_address_in_an_aaaa_record_is_none() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN MX 10 mx.test.",
                        "mx.test. 300 IN AAAA ::ffff:127.0.0.1")) {
            assertThat(addresses(dns.router().route("example.test", 25, List.of(IP6), 5)))
                    .containsExactly(new AddressLookup.NoAddresses());
        }
    }

    @Test
    void no_more_than_16_addresses_of_a_family_are_kept() throws Exception {
        String[] many =
                Stream.concat(
                                Stream.of("example.test. 300 IN MX 10 mx.test."),
                                IntStream.rangeClosed(1, 40)
                                        .mapToObj(i -> "mx.test. 300 IN A 127.0.1." + i))
                        .toArray(String[]::new);
        try (var dns = new LoopbackDns(many)) {
            assertThat(found(route(dns, "example.test"))).hasSize(16);
        }
    }

    @Test
    void aliases_are_followed() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "www.test. 300 IN CNAME example.test.",
                        "example.test. 300 IN MX 10 mx.test.",
                        "mx.test. 300 IN CNAME real.test.",
                        "real.test. 300 IN A 127.0.0.11")) {
            Route route = route(dns, "www.test");
            assertThat(names(route)).containsExactly("mx.test");
            assertThat(addresses(route)).containsExactly(at("127.0.0.11"));
            // the name on the address is the one asked for, not the alias' target
            assertThat(found(route)).extracting(InetAddress::getHostName).containsOnly("mx.test");
        }
    }

    @Test
    void an_alias_whose_target_the_server_leaves_out_is_asked_for() throws Exception {
        try (var dns =
                new LoopbackDns("example.test. 300 IN MX 10 mx.test.")
                        .saying("www.test", "www.test. 300 IN CNAME example.test.")) {
            assertThat(names(route(dns, "www.test"))).containsExactly("mx.test");
        }
    }

    @Test
    void an_alias_to_nowhere_is_no_domain() throws Exception {
        try (var dns = new LoopbackDns("www.test. 300 IN CNAME gone.test.")) {
            assertThat(route(dns, "www.test")).isEqualTo(new Route.NoSuchDomain());
        }
    }

    @Test
    void a_truncated_answer_is_asked_for_again_over_tcp() throws Exception {
        String[] many =
                IntStream.rangeClosed(1, 30)
                        .mapToObj(
                                i ->
                                        "example.test. 300 IN MX "
                                                + i
                                                + " "
                                                + "m".repeat(60)
                                                + i
                                                + ".test.")
                        .toArray(String[]::new);
        try (var dns = new LoopbackDns(many)) {
            Route route = dns.router().route("example.test", 25, List.of(IP4), 1);
            assertThat(((Route.Hosts) route).labels()).hasSize(30);
            assertThat(dns.queries()).startsWith("udp MX example.test", "tcp MX example.test");
        }
    }

    @Test
    void private_addresses_are_refused_unless_allowed() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN MX 10 inside.test.",
                        "example.test. 300 IN MX 20 both.test.",
                        "inside.test. 300 IN A 10.0.0.1",
                        "both.test. 300 IN A 10.0.0.2",
                        "both.test. 300 IN A 8.8.8.8",
                        "implicit.test. 300 IN A 192.168.1.1")) {
            MailRouter strict = strict(dns);
            assertThat(addresses(strict.route("example.test", 25, List.of(IP4), 5)))
                    .containsExactly(
                            new AddressLookup.OnlyPrivate(
                                    List.of(InetAddress.ofLiteral("10.0.0.1"))),
                            at("8.8.8.8"));
            assertThat(strict.route("implicit.test", 25, List.of(IP4), 5))
                    .isEqualTo(
                            new Route.Implicit(
                                    new MailHost(
                                            "implicit.test",
                                            25,
                                            0,
                                            new AddressLookup.OnlyPrivate(
                                                    List.of(
                                                            InetAddress.ofLiteral(
                                                                    "192.168.1.1"))))));
            assertThat(addresses(dns.router().route("example.test", 25, List.of(IP4), 5)))
                    .containsExactly(at("10.0.0.1"), at("10.0.0.2", "8.8.8.8"));
        }
    }

    @Test
    void a_configured_host_name_is_looked_up() throws Exception {
        try (var dns = new LoopbackDns("mx.test. 300 IN A 127.0.0.11")) {
            assertThat(dns.router().host(new HostPort("MX.test", 2525), 3, List.of(IP4)))
                    .isEqualTo(new MailHost("mx.test", 2525, 3, at("127.0.0.11")));
            assertThat(dns.queries()).containsExactly("udp A mx.test");
        }
    }

    @Test
    void a_configured_address_is_taken_as_it_is() throws Exception {
        try (var dns = new LoopbackDns()) {
            MailHost ip4 = dns.router().host(new HostPort("127.0.0.1", 25), 0, List.of(IP4));
            MailHost ip6 = dns.router().host(new HostPort("::1", 2525), 0, List.of(IP6));
            assertThat(ip4.addresses()).isEqualTo(at("127.0.0.1"));
            assertThat(ip6.addresses()).isEqualTo(at("::1"));
            assertThat(ip6.label()).isEqualTo("[::1]:2525");
            assertThat(dns.queries()).isEmpty();
        }
    }

    @Test
    void a_configured_address_is_held_against_families_and_privacy_too() throws Exception {
        try (var dns = new LoopbackDns()) {
            assertThat(dns.router().host(new HostPort("::1", 25), 0, List.of(IP4)).addresses())
                    .isEqualTo(new AddressLookup.NoAddresses());
            assertThat(strict(dns).host(new HostPort("127.0.0.1", 25), 0, List.of(IP4)).addresses())
                    .isInstanceOf(AddressLookup.OnlyPrivate.class);
        }
    }

    @Test
    void two_thousand_threads_ask_at_once() throws Exception {
        String[] zone =
                IntStream.range(0, 2000)
                        .boxed()
                        .flatMap(
                                i ->
                                        Stream.of(
                                                "d%d.test. 300 IN MX 10 mx%d.test.".formatted(i, i),
                                                "mx%d.test. 300 IN A 127.0.0.1".formatted(i)))
                        .toArray(String[]::new);
        try (var dns = new LoopbackDns(zone)) {
            MailRouter router = dns.router(Duration.ofSeconds(30));
            List<Route> routes = new ArrayList<>(Collections.nCopies(2000, new Route.NullMx()));
            List<Thread> threads =
                    IntStream.range(0, 2000)
                            .mapToObj(
                                    i ->
                                            Thread.startVirtualThread(
                                                    () ->
                                                            routes.set(
                                                                    i,
                                                                    router.route(
                                                                            "d" + i + ".test",
                                                                            25,
                                                                            List.of(IP4),
                                                                            5))))
                            .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            for (int i = 0; i < 2000; i++) {
                assertThat(names(routes.get(i))).containsExactly("mx" + i + ".test");
                assertThat(addresses(routes.get(i))).containsExactly(at("127.0.0.1"));
            }
        }
    }

    private static Route route(LoopbackDns dns, String domain) {
        return dns.router().route(domain, 25, List.of(IP4), 5);
    }

    @Test
    void a_client_asks_once_for_all_who_use_it() throws Exception {
        try (var dns = new LoopbackDns("example.test. 300 IN MX 0 .")) {
            DnsClient client = dns.facts(Duration.ofSeconds(10));
            new MailRouter(client, new Random(1)).route("example.test", 25, List.of(IP4), 5);
            client.mailHosts("example.test");

            assertThat(dns.queries()).containsExactly("udp MX example.test");
        }
    }

    private static MailRouter strict(LoopbackDns dns) {
        DnsClient client = new DnsClient(List.of(dns.address()), Duration.ofSeconds(10), false);
        return new MailRouter(client, new Random(1));
    }

    private static List<String> names(Route route) {
        return ((Route.Hosts) route).hosts().stream().map(MailHost::name).toList();
    }

    private static List<AddressLookup> addresses(Route route) {
        return ((Route.Hosts) route).hosts().stream().map(MailHost::addresses).toList();
    }

    private static List<InetAddress> found(Route route) {
        return ((AddressLookup.FoundAddresses) addresses(route).getFirst()).addresses();
    }

    private static AddressLookup at(String... addresses) {
        return new AddressLookup.FoundAddresses(
                Stream.of(addresses).map(InetAddress::ofLiteral).toList());
    }
}
