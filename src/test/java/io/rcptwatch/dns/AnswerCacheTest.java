package io.rcptwatch.dns;

import static io.rcptwatch.target.Family.IP4;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

class AnswerCacheTest {
    @Test
    void an_answer_is_kept_for_its_ttl_and_no_longer() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 3 IN MX 10 mx.test.", "mx.test. 300 IN A 127.0.0.1")) {
            MailRouter router = dns.router();
            Route first = ask(router);
            assertThat(ask(router)).isEqualTo(first);
            assertThat(dns.queries()).containsExactly("udp MX example.test", "udp A mx.test");
            Thread.sleep(3100);
            assertThat(ask(router)).isEqualTo(first);
            assertThat(dns.queries())
                    .containsExactly("udp MX example.test", "udp A mx.test", "udp MX example.test");
        }
    }

    @Test
    void denials_are_kept_too() throws Exception {
        try (var dns = new LoopbackDns("example.test. 300 IN TXT text")) {
            MailRouter router = dns.router();
            for (int i = 0; i < 3; i++) {
                assertThat(ask(router)).isEqualTo(new Route.NoAddress());
                assertThat(router.route("gone.test", 25, List.of(IP4), 5))
                        .isEqualTo(new Route.NoSuchDomain());
            }
            assertThat(dns.queries())
                    .containsExactly(
                            "udp MX example.test", "udp A example.test", "udp MX gone.test");
        }
    }

    @Test
    void aliases_are_kept_too() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN CNAME real.test.", "real.test. 300 IN MX 0 .")) {
            MailRouter router = dns.router();
            assertThat(ask(router)).isEqualTo(new Route.NullMx());
            assertThat(ask(router)).isEqualTo(new Route.NullMx());
            assertThat(dns.queries()).containsExactly("udp MX example.test");
        }
    }

    @Test
    void failures_are_not_kept() throws Exception {
        try (var dns = new LoopbackDns().refusing("example.test", Rcode.SERVFAIL)) {
            MailRouter router = dns.router();
            assertThat(ask(router)).isInstanceOf(Route.LookupFailed.class);
            dns.saying("example.test", "example.test. 300 IN MX 0 .");
            assertThat(ask(router)).isEqualTo(new Route.NullMx());
        }
    }

    @Test
    void a_huge_answer_is_not_kept() throws Exception {
        String[] many =
                IntStream.rangeClosed(1, 65)
                        .mapToObj(i -> "example.test. 300 IN MX " + i + " mx" + i + ".test.")
                        .toArray(String[]::new);
        try (var dns = new LoopbackDns(many)) {
            MailRouter router = dns.router();
            ask(router);
            ask(router);
            assertThat(dns.queries()).filteredOn("udp MX example.test"::equals).hasSize(2);
        }
    }

    @Test
    void times_and_size_are_bounded() {
        AnswerCache cache = new AnswerCache();
        assertThat(cache.getMaxCache()).isEqualTo(3600);
        assertThat(cache.getMaxNCache()).isEqualTo(300);
        assertThat(cache.getMaxEntries()).isEqualTo(10_000);
    }

    private static Route ask(MailRouter router) {
        return router.route("example.test", 25, List.of(IP4), 5);
    }
}
