package io.rcptwatch.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rcptwatch.dane.Dane;
import io.rcptwatch.dane.DaneLookup;
import io.rcptwatch.target.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** What servers say that are not what they should be; signed zones are in the peers' tests. */
class SecureLookupsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String TLSA = "_25._tcp.mx.test";

    @Test
    void an_answer_without_the_ad_bit_is_insecure() throws Exception {
        try (var dns = new LoopbackDns(TLSA + ". 300 IN TLSA 3 1 1 abcd")) {
            assertThat(trusting(dns).tlsa(TLSA))
                    .isEqualTo(
                            new Secured.Insecure<>(TLSA, List.of(new TlsaRecord(3, 1, 1, "abcd"))));
        }
    }

    @Test
    void the_ad_bit_means_nothing_where_we_validate() throws Exception {
        try (var dns =
                new LoopbackDns().on("mx.test", saying(m -> m.getHeader().setFlag(Flags.AD)))) {
            assertThat(validating(dns).addresses("mx.test", EnumSet.allOf(Family.class)))
                    .isInstanceOf(Secured.Bogus.class);
        }
    }

    @Test
    void unsigned_answers_below_a_trust_anchor_are_bogus_or_unknown_but_never_insecure()
            throws Exception {
        try (var dns = new LoopbackDns("mx.test. 300 IN A 127.0.0.1")) {
            assertThat(validating(dns).addresses("mx.test", EnumSet.allOf(Family.class)))
                    .isInstanceOf(Secured.Bogus.class);
            assertThat(validating(dns).tlsa("_25._tcp.mx.test")).isInstanceOf(Secured.Bogus.class);
        }
    }

    @Test
    void a_denial_is_unknown_where_the_zones_key_cannot_be_had() throws Exception {
        try (var dns = new LoopbackDns("mx.test. 300 IN A 127.0.0.1")) {
            dns.refusing("test", Rcode.REFUSED);
            assertThat(validating(dns).tlsa("_25._tcp.mx.test"))
                    .isInstanceOf(Secured.Unknown.class);
            assertThat(validating(dns).tlsa("nowhere.test")).isInstanceOf(Secured.Unknown.class);
        }
    }

    @Test
    void a_server_cannot_give_the_validators_reason_to_be_insecure() throws Exception {
        try (var dns = new LoopbackDns()) {
            dns.refusing("test", Rcode.REFUSED);
            dns.on(
                    TLSA,
                    saying(
                            m -> {
                                m.addRecord(
                                        LoopbackDns.record(
                                                "test. 300 IN SOA ns.test. h.test. 1 2 3 4 5"),
                                        Section.AUTHORITY);
                                m.addRecord(
                                        new TXTRecord(Name.root, 65280, 0, "unsigned"),
                                        Section.ADDITIONAL);
                            }));
            assertThat(validating(dns).tlsa(TLSA)).isInstanceOf(Secured.Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                ExtendedErrorCodeOption.DNSSEC_BOGUS,
                ExtendedErrorCodeOption.SIGNATURE_EXPIRED,
                ExtendedErrorCodeOption.RRSIGS_MISSING
            })
    void a_trusted_resolver_that_says_why_it_fails_tells_bogus_from_unknown(int code)
            throws Exception {
        try (var dns = new LoopbackDns().on(TLSA, saying(m -> fail(m, code)))) {
            assertThat(trusting(dns).tlsa(TLSA)).isInstanceOf(Secured.Bogus.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                ExtendedErrorCodeOption.OTHER,
                ExtendedErrorCodeOption.DNSSEC_INDETERMINATE,
                ExtendedErrorCodeOption.NO_REACHABLE_AUTHORITY
            })
    void any_other_servfail_is_unknown(int code) throws Exception {
        try (var dns = new LoopbackDns().on(TLSA, saying(m -> fail(m, code)))) {
            assertThat(trusting(dns).tlsa(TLSA)).isInstanceOf(Secured.Unknown.class);
        }
    }

    /** Says A and AAAA records as given; null: it fails. */
    private static Function<Message, Optional<Message>> addresses(
            @Nullable String ip4, @Nullable String ip6) {
        return query -> {
            Message answer = LoopbackDns.answer(query);
            answer.getHeader().setFlag(Flags.AD);
            String data = query.getQuestion().getType() == Type.A ? ip4 : ip6;
            if (data == null) {
                fail(answer, ExtendedErrorCodeOption.NETWORK_ERROR);
            } else if (!data.isEmpty()) {
                add(answer, data);
            }
            return Optional.of(answer);
        };
    }

    @Test
    void a_family_that_fails_does_not_decide_where_the_other_has_addresses() throws Exception {
        try (var dns =
                new LoopbackDns()
                        .on("four.test", addresses("A 127.0.0.1", null))
                        .on("six.test", addresses(null, "AAAA ::1"))) {
            assertThat(trusting(dns).addresses("four.test", EnumSet.allOf(Family.class)))
                    .isEqualTo(secure("four.test", "127.0.0.1"));
            assertThat(trusting(dns).addresses("six.test", EnumSet.allOf(Family.class)))
                    .isEqualTo(secure("six.test", "::1"));
        }
    }

    private static Secured<InetAddress> secure(String name, String address) {
        return new Secured.Secure<>(name, List.of(InetAddress.ofLiteral(address)));
    }

    @Test
    void a_family_that_fails_decides_where_the_other_has_none() throws Exception {
        try (var dns = new LoopbackDns().on("mx.test", addresses("", null))) {
            assertThat(trusting(dns).addresses("mx.test", EnumSet.allOf(Family.class)))
                    .isInstanceOf(Secured.Unknown.class);
        }
    }

    @Test
    void such_a_failure_hides_no_tlsa_record() throws Exception {
        try (var dns =
                new LoopbackDns()
                        .on("mx.test", addresses("A 127.0.0.1", null))
                        .on(
                                TLSA,
                                saying(
                                        m -> {
                                            m.getHeader().setFlag(Flags.AD);
                                            add(m, "TLSA 3 1 1 " + "00".repeat(32));
                                        }))) {
            DaneLookup dane = new DaneLookup(trusting(dns));
            assertThat(dane.host("mx.test", 25, EnumSet.allOf(Family.class)))
                    .isInstanceOf(Dane.Usable.class);
        }
    }

    @Test
    void a_family_that_is_not_wanted_is_not_asked_for() throws Exception {
        try (var dns = new LoopbackDns().on("mx.test", addresses("A 127.0.0.1", null))) {
            assertThat(trusting(dns).addresses("mx.test", List.of(Family.IP4)))
                    .isEqualTo(secure("mx.test", "127.0.0.1"));
            assertThat(dns.queries()).containsExactly("udp A mx.test");
        }
    }

    @Test
    void aliases_are_followed_where_the_server_does_not() throws Exception {
        try (var dns =
                new LoopbackDns("end.test. 300 IN A 127.0.0.1")
                        .saying("mx.test", "mx.test. 300 IN CNAME end.test.")) {
            assertThat(trusting(dns).addresses("mx.test", EnumSet.allOf(Family.class)))
                    .isEqualTo(
                            new Secured.Insecure<>(
                                    "end.test", List.of(InetAddress.ofLiteral("127.0.0.1"))));
        }
    }

    @Test
    void one_secure_step_does_not_make_the_next_one_secure() throws Exception {
        try (var dns =
                new LoopbackDns("end.test. 300 IN A 127.0.0.1")
                        .on(
                                "mx.test",
                                saying(
                                        m -> {
                                            m.getHeader().setFlag(Flags.AD);
                                            m.addRecord(
                                                    LoopbackDns.record(
                                                            "mx.test. 300 IN CNAME end.test."),
                                                    Section.ANSWER);
                                        }))) {
            assertThat(trusting(dns).addresses("mx.test", EnumSet.allOf(Family.class)))
                    .isInstanceOf(Secured.Insecure.class);
        }
    }

    @Test
    void a_secure_end_does_not_make_an_insecure_alias_secure() throws Exception {
        try (var dns =
                new LoopbackDns()
                        .on("_25._tcp.mx.test", saying(m -> add(m, "CNAME _25._tcp.end.test.")))
                        .on(
                                "_25._tcp.end.test",
                                saying(
                                        m -> {
                                            m.getHeader().setFlag(Flags.AD);
                                            add(m, "TLSA 3 1 1 " + "00".repeat(32));
                                        }))) {
            assertThat(trusting(dns).tlsa("_25._tcp.mx.test")).isInstanceOf(Secured.Insecure.class);
        }
    }

    private static void add(Message message, String data) {
        String name = message.getQuestion().getName().toString();
        message.addRecord(LoopbackDns.record(name + " 300 IN " + data), Section.ANSWER);
    }

    @Test
    void aliases_in_a_loop_lead_nowhere() throws Exception {
        try (var dns =
                new LoopbackDns("a.test. 300 IN CNAME b.test.", "b.test. 300 IN CNAME a.test.")) {
            assertThat(trusting(dns).addresses("a.test", EnumSet.allOf(Family.class)))
                    .isInstanceOf(Secured.Unknown.class);
        }
    }

    @Test
    void of_very_many_records_only_some_are_looked_at() throws Exception {
        String[] many =
                IntStream.range(0, 400)
                        .mapToObj(i -> TLSA + ". 300 IN TLSA 3 1 1 " + "%064x".formatted(i))
                        .toArray(String[]::new);
        try (var dns = new LoopbackDns(many)) {
            assertThat(((Secured.Insecure<TlsaRecord>) trusting(dns).tlsa(TLSA)).values())
                    .hasSize(32);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_server_that_is_silent_is_waited_for_no_longer_than_the_limit(boolean own)
            throws Exception {
        Duration limit = Duration.ofMillis(300);
        try (var dns = new LoopbackDns().silentOn(TLSA)) {
            long start = System.nanoTime();
            assertThat(lookups(dns, limit, own).tlsa(TLSA)).isInstanceOf(Secured.Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(limit.multipliedBy(3));
        }
    }

    @Test
    void what_is_no_name_is_unknown() throws Exception {
        try (var dns = new LoopbackDns()) {
            assertThat(trusting(dns).tlsa("a..b")).isInstanceOf(Secured.Unknown.class);
        }
    }

    @Test
    void the_root_zones_keys_are_built_in() {
        assertThat(TrustAnchors.ofIana().text()).contains("DS 20326 8 2", "DS 38696 8 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "; nothing\n", ". IN A 127.0.0.1\n", "rubbish\n", "$INCLUDE x\n"})
    void what_holds_no_key_is_no_trust_anchor(String text, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("anchors"), text);
        assertThatThrownBy(() -> TrustAnchors.read(file))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Function<Message, Optional<Message>> saying(Consumer<Message> change) {
        return query -> {
            Message answer = LoopbackDns.answer(query);
            change.accept(answer);
            return Optional.of(answer);
        };
    }

    private static void fail(Message message, int code) {
        message.getHeader().setRcode(Rcode.SERVFAIL);
        message.addRecord(
                new OPTRecord(1232, 0, 0, 0, List.of(new ExtendedErrorCodeOption(code))),
                Section.ADDITIONAL);
    }

    private static SecureLookups trusting(LoopbackDns dns) {
        return lookups(dns, LIMIT, false);
    }

    private static SecureLookups validating(LoopbackDns dns) {
        return lookups(dns, LIMIT, true);
    }

    private static SecureLookups lookups(LoopbackDns dns, Duration limit, boolean own) {
        Validation validation =
                own
                        ? new Validation.Own(
                                new TrustAnchors("test. IN DS 1 13 2 " + "ab".repeat(32)))
                        : new Validation.TrustedResolver();
        return new SecureLookups(List.of(dns.address()), limit, validation);
    }
}
