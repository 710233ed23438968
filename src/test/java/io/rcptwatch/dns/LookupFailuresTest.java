package io.rcptwatch.dns;

import static io.rcptwatch.target.Family.IP4;
import static io.rcptwatch.target.Family.IP6;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class LookupFailuresTest {
    @Test
    void servfail_refused_and_the_like_are_failures() throws Exception {
        try (var dns =
                new LoopbackDns()
                        .refusing("servfail.test", Rcode.SERVFAIL)
                        .refusing("refused.test", Rcode.REFUSED)
                        .refusing("notimp.test", Rcode.NOTIMP)) {
            assertThat(route(dns, "servfail.test")).isEqualTo(failed("MX servfail.test: SERVFAIL"));
            assertThat(route(dns, "refused.test")).isEqualTo(failed("MX refused.test: REFUSED"));
            assertThat(route(dns, "notimp.test")).isEqualTo(failed("MX notimp.test: NOTIMP"));
        }
    }

    @Test
    void records_beside_a_servfail_are_not_believed() throws Exception {
        try (var dns =
                new LoopbackDns()
                        .on(
                                "example.test",
                                query -> {
                                    Message answer = LoopbackDns.answer(query);
                                    answer.getHeader().setRcode(Rcode.SERVFAIL);
                                    answer.addRecord(
                                            LoopbackDns.record("example.test. 300 IN MX 0 ."),
                                            Section.ANSWER);
                                    return Optional.of(answer);
                                })) {
            assertThat(route(dns, "example.test")).isEqualTo(failed("MX example.test: SERVFAIL"));
        }
    }

    @Test
    void the_reason_that_a_server_gives_is_told() throws Exception {
        try (var dns =
                new LoopbackDns()
                        .on(
                                "example.test",
                                query -> {
                                    Message answer = LoopbackDns.answer(query);
                                    answer.getHeader().setRcode(Rcode.SERVFAIL);
                                    answer.addRecord(
                                            new OPTRecord(
                                                    1232,
                                                    0,
                                                    0,
                                                    0,
                                                    new ExtendedErrorCodeOption(
                                                            ExtendedErrorCodeOption.DNSSEC_BOGUS,
                                                            "anybody's text\r\n")),
                                            Section.ADDITIONAL);
                                    return Optional.of(answer);
                                })) {
            assertThat(route(dns, "example.test"))
                    .isEqualTo(failed("MX example.test: SERVFAIL (DNSSEC_BOGUS)"));
        }
    }

    @Test
    void a_failure_of_the_address_of_an_implicit_mx_is_a_failure() throws Exception {
        try (var dns =
                new LoopbackDns()
                        .on(
                                "example.test",
                                query -> {
                                    Message answer = LoopbackDns.answer(query);
                                    boolean mx = query.getQuestion().getType() == Type.MX;
                                    answer.getHeader()
                                            .setRcode(mx ? Rcode.NOERROR : Rcode.SERVFAIL);
                                    return Optional.of(answer);
                                })) {
            assertThat(route(dns, "example.test")).isEqualTo(failed("A example.test: SERVFAIL"));
        }
    }

    @Test
    void one_hosts_failure_is_its_own() throws Exception {
        try (var dns =
                new LoopbackDns(
                                "example.test. 300 IN MX 10 bad.test.",
                                "example.test. 300 IN MX 20 mute.test.",
                                "example.test. 300 IN MX 30 good.test.",
                                "good.test. 300 IN A 127.0.0.1")
                        .refusing("bad.test", Rcode.SERVFAIL)
                        .silentOn("mute.test")) {
            Route route =
                    dns.router(Duration.ofSeconds(2)).route("example.test", 25, List.of(IP4), 5);
            assertThat(((Route.Hosts) route).hosts())
                    .extracting(MailHost::addresses)
                    .containsExactly(
                            new AddressLookup.AddressUnknown("A bad.test: SERVFAIL"),
                            new AddressLookup.AddressUnknown("A mute.test: no answer within 2.0 s"),
                            new AddressLookup.FoundAddresses(
                                    List.of(InetAddress.ofLiteral("127.0.0.1"))));
        }
    }

    @Test
    void one_familys_failure_is_none_where_the_other_answers() throws Exception {
        try (var dns =
                new LoopbackDns("example.test. 300 IN MX 10 mx.test.")
                        .on(
                                "mx.test",
                                query -> {
                                    Message answer = LoopbackDns.answer(query);
                                    if (query.getQuestion().getType() == Type.AAAA) {
                                        answer.getHeader().setRcode(Rcode.SERVFAIL);
                                    } else {
                                        answer.addRecord(
                                                LoopbackDns.record("mx.test. 300 IN A 127.0.0.1"),
                                                Section.ANSWER);
                                    }
                                    return Optional.of(answer);
                                })) {
            Route route = dns.router().route("example.test", 25, List.of(IP6, IP4), 5);
            assertThat(((Route.Hosts) route).hosts().getFirst().addresses())
                    .isEqualTo(
                            new AddressLookup.FoundAddresses(
                                    List.of(InetAddress.ofLiteral("127.0.0.1"))));
        }
    }

    @Test
    void a_server_that_never_answers_costs_no_more_than_the_limit() throws Exception {
        try (var dns = new LoopbackDns().silentOn("example.test")) {
            MailRouter router = dns.router(Duration.ofMillis(1500));
            long start = System.nanoTime();
            assertThat(router.route("example.test", 25, List.of(IP4), 5))
                    .isEqualTo(failed("MX example.test: no answer within 1.5 s"));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(3));
            assertThat(dns.queries()).hasSizeBetween(1, 2);
        }
    }

    @Test
    void slow_aliases_cost_no_more_than_the_limit() throws Exception {
        try (var dns = new LoopbackDns()) {
            for (int i = 0; i < 10; i++) {
                String alias = "c" + i + ".test. 300 IN CNAME c" + (i + 1) + ".test.";
                dns.on("c" + i + ".test", query -> slowly(query, alias));
            }
            long start = System.nanoTime();
            assertThat(dns.router(Duration.ofSeconds(1)).route("c0.test", 25, List.of(IP4), 5))
                    .isEqualTo(failed("MX c0.test: no answer within 1.0 s"));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void silent_hosts_cost_their_time_together() throws Exception {
        try (var dns =
                new LoopbackDns(
                                "example.test. 300 IN MX 10 a.test.",
                                "example.test. 300 IN MX 20 b.test.",
                                "example.test. 300 IN MX 30 c.test.")
                        .silentOn("a.test")
                        .silentOn("b.test")
                        .silentOn("c.test")) {
            MailRouter router = dns.router(Duration.ofSeconds(1));
            long start = System.nanoTime();
            router.route("example.test", 25, List.of(IP4, IP6), 5);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofMillis(2800));
        }
    }

    @Test
    void a_lost_packet_is_sent_again() throws Exception {
        AtomicReference<Optional<Message>> first = new AtomicReference<>(Optional.empty());
        try (var dns =
                new LoopbackDns()
                        .on("example.test", query -> first.getAndSet(Optional.of(nullMx(query))))) {
            assertThat(dns.router(Duration.ofSeconds(4)).route("example.test", 25, List.of(IP4), 5))
                    .isEqualTo(new Route.NullMx());
        }
    }

    @Test
    void where_nobody_listens_the_server_cannot_be_reached() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            nobody = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
        MailRouter router =
                new MailRouter(
                        new DnsClient(List.of(nobody), Duration.ofSeconds(2), true), new Random(1));
        assertThat(router.route("example.test", 25, List.of(IP4), 5))
                .isEqualTo(failed("MX example.test: the DNS server cannot be reached"));
    }

    @Test
    void the_next_server_is_asked_where_one_does_not_answer() throws Exception {
        try (var bad = new LoopbackDns().refusing("example.test", Rcode.REFUSED);
                var good = new LoopbackDns("example.test. 300 IN MX 0 .")) {
            MailRouter router =
                    new MailRouter(
                            new DnsClient(
                                    List.of(bad.address(), good.address()),
                                    Duration.ofSeconds(10),
                                    true),
                            new Random(1));
            assertThat(router.route("example.test", 25, List.of(IP4), 5))
                    .isEqualTo(new Route.NullMx());
            assertThat(bad.queries()).hasSize(1);
        }
    }

    @Test
    void a_referral_is_not_read_as_a_domain_without_mx_records() throws Exception {
        try (var dns =
                new LoopbackDns("example.test. 300 IN A 127.0.0.1")
                        .on(
                                "example.test",
                                query -> {
                                    Message answer = LoopbackDns.answer(query);
                                    answer.addRecord(
                                            LoopbackDns.record("test. 300 IN NS ns.test."),
                                            Section.AUTHORITY);
                                    return Optional.of(answer);
                                })) {
            assertThat(route(dns, "example.test"))
                    .isEqualTo(
                            failed(
                                    "MX example.test: a referral from a server that does not"
                                            + " recurse"));
        }
    }

    @Test
    void aliases_in_a_loop_are_a_failure() throws Exception {
        try (var dns =
                new LoopbackDns(
                                "a.test. 300 IN CNAME b.test.",
                                "b.test. 300 IN CNAME a.test.",
                                "self.test. 300 IN CNAME self.test.")
                        .saying("c.test", "c.test. 0 IN CNAME d.test.")
                        .saying("d.test", "d.test. 0 IN CNAME c.test.")) {
            assertThat(route(dns, "a.test"))
                    .isEqualTo(failed("MX a.test: CNAME records in a loop"));
            assertThat(route(dns, "self.test"))
                    .isEqualTo(failed("MX self.test: CNAME records in a loop"));
            assertThat(route(dns, "c.test"))
                    .isEqualTo(failed("MX c.test: CNAME records in a loop"));
        }
    }

    @Test
    void too_long_a_chain_of_aliases_is_a_failure() throws Exception {
        String[] chain =
                IntStream.range(0, 15)
                        .mapToObj(i -> "c" + i + ".test. 300 IN CNAME c" + (i + 1) + ".test.")
                        .toArray(String[]::new);
        try (var dns = new LoopbackDns(chain)) {
            assertThat(route(dns, "c0.test"))
                    .isEqualTo(failed("MX c0.test: more than 10 CNAME records"));
        }
    }

    @Test
    void who_is_interrupted_is_not_kept() throws Exception {
        try (var dns = new LoopbackDns().silentOn("example.test")) {
            MailRouter router = dns.router(Duration.ofSeconds(60));
            AtomicReference<Route> route = new AtomicReference<>(new Route.NullMx());
            Thread thread =
                    Thread.startVirtualThread(
                            () -> route.set(router.route("example.test", 25, List.of(IP4), 5)));
            while (dns.queries().isEmpty()) {
                Thread.sleep(5);
            }
            thread.interrupt();
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
            assertThat(route.get()).isEqualTo(failed("the lookup was interrupted"));
        }
    }

    @Test
    void a_name_that_is_none_is_not_asked_for() throws Exception {
        try (var dns = new LoopbackDns()) {
            assertThat(route(dns, "a..test")).isEqualTo(failed("not a domain name"));
            assertThat(route(dns, "a".repeat(64) + ".test")).isEqualTo(failed("not a domain name"));
            assertThat(dns.queries()).isEmpty();
        }
    }

    private static Optional<Message> slowly(Message query, String record) {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Message answer = LoopbackDns.answer(query);
        answer.addRecord(LoopbackDns.record(record), Section.ANSWER);
        return Optional.of(answer);
    }

    private static Message nullMx(Message query) {
        Message answer = LoopbackDns.answer(query);
        answer.addRecord(LoopbackDns.record("example.test. 300 IN MX 0 ."), Section.ANSWER);
        return answer;
    }

    private static Route route(LoopbackDns dns, String domain) {
        return dns.router().route(domain, 25, List.of(IP4), 5);
    }

    private static Route failed(String detail) {
        return new Route.LookupFailed(detail);
    }
}
