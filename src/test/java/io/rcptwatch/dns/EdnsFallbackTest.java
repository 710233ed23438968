package io.rcptwatch.dns;

import static io.rcptwatch.target.Family.IP4;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** DNS servers that do not know EDNS (RFC 6891 §7). */
class EdnsFallbackTest {
    /** How such a server refuses an OPT record. */
    enum Refusal {
        FORMERR,
        NOTIMP,
        BADVERS,
        BARE_FORMERR;

        /** Refuses queries with EDNS; else says what the other says. */
        Function<Message, Optional<Message>> or(Function<Message, Optional<Message>> other) {
            return query ->
                    query.getOPT() == null ? other.apply(query) : Optional.of(answer(query));
        }

        private Message answer(Message query) {
            return switch (this) {
                case FORMERR -> refused(query, Rcode.FORMERR);
                case NOTIMP -> refused(query, Rcode.NOTIMP);
                case BADVERS -> badVersion(query);
                case BARE_FORMERR -> bareHeader(query);
            };
        }
    }

    private static Message badVersion(Message query) {
        Message answer = LoopbackDns.answer(query);
        answer.addRecord(new OPTRecord(1232, Rcode.BADVERS >> 4, 0), Section.ADDITIONAL);
        return answer;
    }

    /** 12 bytes, without the question. */
    private static Message bareHeader(Message query) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setRcode(Rcode.FORMERR);
        return answer;
    }

    private static Message refused(Message query, int code) {
        Message answer = LoopbackDns.answer(query);
        answer.getHeader().setRcode(code);
        return answer;
    }

    private static Optional<Message> nullMx(Message query) {
        Message answer = LoopbackDns.answer(query);
        String name = query.getQuestion().getName().toString();
        answer.addRecord(LoopbackDns.record(name + " 300 IN MX 0 ."), Section.ANSWER);
        return Optional.of(answer);
    }

    private static Optional<Message> tlsa(Message query) {
        Message answer = LoopbackDns.answer(query);
        String name = query.getQuestion().getName().toString();
        answer.addRecord(LoopbackDns.record(name + " 300 IN TLSA 3 1 1 abcd"), Section.ANSWER);
        return Optional.of(answer);
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_refuses_edns_is_asked_once_more_without(Refusal refusal) throws Exception {
        try (var dns = new LoopbackDns().on("a.test", refusal.or(EdnsFallbackTest::nullMx))) {
            assertThat(dns.router().route("a.test", 25, List.of(IP4), 5))
                    .isEqualTo(new Route.NullMx());
            assertThat(dns.queries()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void that_is_remembered(Refusal refusal) throws Exception {
        try (var dns =
                new LoopbackDns()
                        .on("a.test", refusal.or(EdnsFallbackTest::nullMx))
                        .on("b.test", refusal.or(EdnsFallbackTest::nullMx))) {
            MailRouter router = dns.router();
            router.route("a.test", 25, List.of(IP4), 5);
            assertThat(router.route("b.test", 25, List.of(IP4), 5)).isEqualTo(new Route.NullMx());
            assertThat(dns.queries()).hasSize(3);
        }
    }

    @Test
    void a_server_that_refuses_either_is_asked_with_edns_the_next_time() throws Exception {
        try (var dns = new LoopbackDns("b.test. 300 IN MX 0 .").refusing("a.test", Rcode.FORMERR)) {
            MailRouter router = dns.router();
            assertThat(router.route("a.test", 25, List.of(IP4), 5))
                    .isEqualTo(new Route.LookupFailed("MX a.test: FORMERR"));
            dns.on("b.test", query -> query.getOPT() == null ? Optional.empty() : nullMx(query));
            assertThat(router.route("b.test", 25, List.of(IP4), 5)).isEqualTo(new Route.NullMx());
        }
    }

    @ParameterizedTest
    @EnumSource
    void with_dnssec_it_is_unknown_and_says_why(Refusal refusal) throws Exception {
        try (var dns = new LoopbackDns().on("a.test", refusal.or(EdnsFallbackTest::tlsa))) {
            Supplier<Secured<TlsaRecord>> asked =
                    () -> lookups(dns, new Validation.TrustedResolver()).tlsa("a.test");

            assertThat(asked.get())
                    .isEqualTo(
                            new Secured.Unknown<>(
                                    "TLSA a.test: the DNS server does not know EDNS, which DNSSEC"
                                            + " needs"));
        }
    }

    @Test
    void so_it_is_where_we_validate() throws Exception {
        try (var dns = new LoopbackDns().on("a.test", Refusal.FORMERR.or(EdnsFallbackTest::tlsa))) {
            Validation own =
                    new Validation.Own(new TrustAnchors("test. IN DS 1 13 2 " + "ab".repeat(32)));

            assertThat(lookups(dns, own).tlsa("a.test")).isInstanceOf(Secured.Unknown.class);
            assertThat(lookups(dns, own).tlsa("a.test").toString()).contains("EDNS");
        }
    }

    private static SecureLookups lookups(LoopbackDns dns, Validation validation) {
        return new SecureLookups(List.of(dns.address()), Duration.ofSeconds(10), validation);
    }
}
