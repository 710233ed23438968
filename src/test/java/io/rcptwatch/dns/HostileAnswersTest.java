package io.rcptwatch.dns;

import static io.rcptwatch.target.Family.IP4;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class HostileAnswersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "other.test. 300 IN MX 10 evil.test.",
                "sub.example.test. 300 IN MX 10 evil.test.",
                "test. 300 IN MX 10 evil.test.",
                "other.test. 300 IN CNAME evil.test.",
                "example.test. 300 CH MX 10 evil.test.",
                "example.test. 300 IN TXT \"evil\""
            })
    void an_answer_to_another_question_is_a_failure(String record) throws Exception {
        try (var dns = new LoopbackDns().saying("example.test", record)) {
            assertThat(route(dns, "example.test"))
                    .isEqualTo(
                            new Route.LookupFailed(
                                    "MX example.test: records that were not asked for"));
        }
    }

    @Test
    void our_own_query_sent_back_is_no_answer() throws Exception {
        try (var dns = new LoopbackDns().on("example.test", Optional::of)) {
            assertThat(route(dns, "example.test"))
                    .isEqualTo(
                            new Route.LookupFailed(
                                    "MX example.test: a query in place of an answer"));
        }
    }

    @Test
    void what_is_truncated_over_tcp_too_is_no_answer() throws Exception {
        try (var dns =
                new LoopbackDns()
                        .on(
                                "example.test",
                                changed(
                                        answer -> {
                                            answer.getHeader().setFlag(Flags.TC);
                                            return answer;
                                        }))) {
            assertThat(route(dns, "example.test"))
                    .isEqualTo(
                            new Route.LookupFailed(
                                    "MX example.test: an answer that is truncated over TCP too"));
            assertThat(dns.queries()).contains("tcp MX example.test");
        }
    }

    @Test
    void records_beside_an_nxdomain_are_not_believed() throws Exception {
        try (var dns =
                new LoopbackDns("mx.test. 300 IN A 127.0.0.1")
                        .on(
                                "example.test",
                                changed(
                                        answer -> {
                                            add(
                                                    answer,
                                                    Section.ANSWER,
                                                    "example.test. 300 IN MX 10 mx.test.");
                                            answer.getHeader().setRcode(Rcode.NXDOMAIN);
                                            return answer;
                                        }))) {
            assertThat(route(dns, "example.test")).isEqualTo(new Route.NoSuchDomain());
        }
    }

    @Test
    void an_alias_to_a_name_that_does_not_exist_leads_nowhere() throws Exception {
        try (var dns = new LoopbackDns("example.test. 300 IN CNAME nowhere.test.")) {
            assertThat(route(dns, "example.test")).isEqualTo(new Route.NoSuchDomain());
        }
    }

    @Test
    void alien_records_beside_the_answer_are_not_believed() throws Exception {
        try (var dns =
                new LoopbackDns("mx.test. 300 IN A 127.0.0.1", "other.test. 300 IN MX 0 .")
                        .saying(
                                "example.test",
                                "example.test. 300 IN MX 10 mx.test.",
                                "example.test. 300 CH MX 5 evil.test.",
                                "other.test. 300 IN MX 10 evil.test.",
                                "mx.test. 300 IN A 127.6.6.6")) {
            MailRouter router = dns.router();
            assertThat(router.route("example.test", 25, List.of(IP4), 5))
                    .isEqualTo(
                            new Route.Hosts(
                                    List.of(new MailHost("mx.test", 25, 10, at("127.0.0.1"))),
                                    Set.of("mx.test")));
            assertThat(router.route("other.test", 25, List.of(IP4), 5))
                    .isEqualTo(new Route.NullMx());
        }
    }

    @Test
    void additional_records_are_not_believed() throws Exception {
        try (var dns =
                new LoopbackDns("mx.test. 300 IN A 127.0.0.1")
                        .on(
                                "example.test",
                                changed(
                                        answer -> {
                                            add(
                                                    answer,
                                                    Section.ANSWER,
                                                    "example.test. 300 IN MX 10 mx.test.");
                                            add(
                                                    answer,
                                                    Section.ADDITIONAL,
                                                    "mx.test. 300 IN A 127.6.6.6");
                                            answer.getHeader().setFlag(Flags.AA);
                                            return answer;
                                        }))) {
            assertThat(((Route.Hosts) route(dns, "example.test")).hosts().getFirst().addresses())
                    .isEqualTo(at("127.0.0.1"));
        }
    }

    @Test
    void a_dname_is_followed_once_and_speaks_for_no_other_name() throws Exception {
        try (var dns =
                new LoopbackDns("other.test. 300 IN MX 0 .", "example.evil. 300 IN MX 10 mx.evil.")
                        .saying(
                                "example.test",
                                "test. 300 IN DNAME evil.",
                                "example.test. 300 IN CNAME example.evil.")) {
            MailRouter router = dns.router();
            assertThat(router.route("example.test", 25, List.of(IP4), 5))
                    .isInstanceOf(Route.Hosts.class);
            assertThat(router.route("other.test", 25, List.of(IP4), 5))
                    .isEqualTo(new Route.NullMx());
        }
    }

    @Test
    void another_question_or_none_is_no_answer() throws Exception {
        try (var dns =
                new LoopbackDns()
                        .on(
                                "other.test",
                                changed(
                                        answer -> {
                                            answer.removeAllRecords(Section.QUESTION);
                                            add(
                                                    answer,
                                                    Section.ANSWER,
                                                    "other.test. 300 IN MX 0 .");
                                            add(answer, Section.QUESTION, "else.test. 0 IN MX 0 .");
                                            return answer;
                                        }))
                        .on(
                                "none.test",
                                changed(
                                        answer -> {
                                            answer.removeAllRecords(Section.QUESTION);
                                            add(answer, Section.ANSWER, "none.test. 300 IN MX 0 .");
                                            return answer;
                                        }))
                        .on(
                                "id.test",
                                changed(
                                        answer -> {
                                            add(answer, Section.ANSWER, "id.test. 300 IN MX 0 .");
                                            answer.getHeader()
                                                    .setID(answer.getHeader().getID() ^ 1);
                                            return answer;
                                        }))) {
            for (String domain : List.of("other.test", "none.test", "id.test")) {
                assertThat(dns.router(Duration.ofSeconds(2)).route(domain, 25, List.of(IP4), 5))
                        .isEqualTo(
                                new Route.LookupFailed(
                                        "MX " + domain + ": an answer against the rules"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12, 13, 40, 1280, 5000})
    void noise_is_no_answer(int length) throws Exception {
        try (var dns =
                new LoopbackDns()
                        .on("example.test", query -> Optional.of(new Noise(query, length)))) {
            assertThat(dns.router(Duration.ofSeconds(2)).route("example.test", 25, List.of(IP4), 5))
                    .isInstanceOf(Route.LookupFailed.class);
        }
    }

    @Test
    void a_name_that_no_host_can_have_is_shown_escaped_and_not_asked_for() throws Exception {
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN MX 10 a\\013\\010b\\000\\034\\255\\046.test.",
                        "example.test. 300 IN MX 20 *.test.",
                        "example.test. 300 IN MX 30 127.0.0.1.")) {
            Route.Hosts hosts = (Route.Hosts) route(dns, "example.test");
            assertThat(hosts.hosts())
                    .containsExactly(
                            new MailHost(
                                    "a\\013\\010b\\000\\\"\\255\\..test",
                                    25,
                                    10,
                                    new AddressLookup.NoAddresses()),
                            new MailHost("*.test", 25, 20, new AddressLookup.NoAddresses()),
                            // a name of four labels, not an address
                            new MailHost("127.0.0.1", 25, 30, new AddressLookup.NoAddresses()));
            assertThat(dns.queries()).containsExactly("udp MX example.test", "udp A 127.0.0.1");
        }
    }

    @Test
    void a_name_of_255_octets_is_looked_up_like_any_other() throws Exception {
        String longest =
                String.join(
                        ".",
                        "a".repeat(63),
                        "b".repeat(63),
                        "c".repeat(63),
                        "d".repeat(56),
                        "test");
        String control =
                String.join(
                        ".",
                        "\\001".repeat(63),
                        "\\001".repeat(63),
                        "\\001".repeat(63),
                        "\\001".repeat(56),
                        "test");
        try (var dns =
                new LoopbackDns(
                        "example.test. 300 IN MX 10 " + longest + ".",
                        "example.test. 300 IN MX 20 " + control + ".",
                        longest + ". 300 IN A 127.0.0.1")) {
            List<MailHost> hosts = ((Route.Hosts) route(dns, "example.test")).hosts();
            assertThat(hosts.getFirst()).isEqualTo(new MailHost(longest, 25, 10, at("127.0.0.1")));
            assertThat(hosts.getLast())
                    .isEqualTo(new MailHost(control, 25, 20, new AddressLookup.NoAddresses()));
        }
    }

    @Test
    void four_hundred_mx_records_are_32_hosts() throws Exception {
        String[] many =
                IntStream.rangeClosed(1, 400)
                        .mapToObj(i -> "example.test. 300 IN MX " + i + " mx" + i + ".test.")
                        .toArray(String[]::new);
        try (var dns = new LoopbackDns(many)) {
            Route.Hosts hosts =
                    (Route.Hosts) dns.router().route("example.test", 25, List.of(IP4), 100);
            assertThat(hosts.hosts()).hasSize(32);
            assertThat(hosts.labels()).hasSize(32);
        }
    }

    /** What only has the right id, and is noise otherwise. */
    private static final class Noise extends Message {
        private final int length;

        Noise(Message query, int length) {
            super(query.getHeader().getID());
            this.length = length;
        }

        @Override
        public byte[] toWire(int maxLength) {
            byte[] noise = new byte[length];
            for (int i = 0; i < length; i++) {
                noise[i] = i < 2 ? (byte) (getHeader().getID() >> (8 - 8 * i)) : (byte) (i * 37);
            }
            return noise;
        }
    }

    private static Function<Message, Optional<Message>> changed(UnaryOperator<Message> change) {
        return query -> Optional.of(change.apply(LoopbackDns.answer(query)));
    }

    private static void add(Message message, int section, String record) {
        message.addRecord(LoopbackDns.record(record), section);
    }

    private static Route route(LoopbackDns dns, String domain) {
        return dns.router().route(domain, 25, List.of(IP4), 5);
    }

    private static AddressLookup at(String address) {
        return new AddressLookup.FoundAddresses(List.of(InetAddress.ofLiteral(address)));
    }
}
