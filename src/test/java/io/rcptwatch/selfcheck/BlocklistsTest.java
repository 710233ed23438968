package io.rcptwatch.selfcheck;

import static io.rcptwatch.selfcheck.Face.ADDRESS;
import static io.rcptwatch.selfcheck.Face.good;
import static io.rcptwatch.selfcheck.Face.identity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.rcptwatch.dns.LoopbackDns;
import io.rcptwatch.selfcheck.BlocklistListing.State;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.IdentityChecks;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

class BlocklistsTest {
    private static final String KEY = "10.2.0.192.bl.test";

    @Test
    void an_address_that_a_list_has_is_listed_with_the_lists_reason() throws Exception {
        BlocklistListing listing =
                ask(
                        "bl.test",
                        KEY + ". 60 IN A 127.0.0.2",
                        KEY + ". 60 IN TXT \"see https://bl.test/<b>\\010\"");
        assertThat(listing)
                .returns(State.LISTED, BlocklistListing::state)
                .returns("192.0.2.10", BlocklistListing::subject)
                .returns("127.0.0.2", BlocklistListing::detail)
                .returns("see https://bl.test/<b>", BlocklistListing::reason);
        assertThat(listing.advice()).isNotEmpty();
    }

    @Test
    void an_address_that_a_list_does_not_have_is_not_listed() throws Exception {
        assertThat(ask("bl.test").state()).isEqualTo(State.NOT_LISTED);
        assertThat(ask("bl.test", KEY + ". 60 IN TXT \"no code\"").state())
                .isEqualTo(State.NOT_LISTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.255.255.252",
                "127.255.255.254",
                "127.255.255.255",
                "127.0.0.1",
                "203.0.113.7",
                "10.0.0.1",
                "0.0.0.0"
            })
    void an_answer_that_is_no_code_is_an_error_and_no_listing(String code) throws Exception {
        BlocklistListing listing = ask("bl.test", KEY + ". 60 IN A " + code);
        assertThat(listing.state()).isEqualTo(State.ERROR);
        assertThat(listing.detail()).startsWith(code);
    }

    @Test
    void an_error_among_codes_makes_all_of_it_an_error() throws Exception {
        assertThat(ask("bl.test", KEY + ". 60 IN A 127.0.0.2", KEY + ". 60 IN A 192.0.2.1").state())
                .isEqualTo(State.ERROR);
    }

    @Test
    void a_list_that_does_not_answer_is_an_error() throws Exception {
        try (LoopbackDns dns = new LoopbackDns().silentOn(KEY)) {
            assertThat(only(dns, good(), List.of("bl.test"), List.of()).state())
                    .isEqualTo(State.ERROR);
        }
        for (int rcode : new int[] {Rcode.REFUSED, Rcode.SERVFAIL}) {
            try (LoopbackDns dns = new LoopbackDns().refusing(KEY, rcode)) {
                assertThat(only(dns, good(), List.of("bl.test"), List.of()))
                        .returns(State.ERROR, BlocklistListing::state)
                        .returns("A " + KEY + ": " + Rcode.string(rcode), BlocklistListing::detail);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "zen.spamhaus.org, 127.0.0.2, LISTED, SBL",
        "zen.spamhaus.org, 127.0.0.3, LISTED, CSS",
        "zen.spamhaus.org, 127.0.0.4, LISTED, XBL",
        "zen.spamhaus.org, 127.0.0.10, LISTED, PBL",
        "dbl.spamhaus.org, 127.0.1.255, ERROR, 127.0.1.255",
        "other.test, 127.0.1.255, LISTED, 127.0.1.255",
    })
    void the_codes_of_large_lists_are_told(String zone, String code, State state, String words)
            throws Exception {
        BlocklistListing listing = ask(zone, "10.2.0.192." + zone + ". 60 IN A " + code);
        assertThat(listing.state()).isEqualTo(state);
        assertThat(listing.detail()).contains(words);
    }

    @Test
    void the_key_of_a_paid_list_is_never_shown() throws Exception {
        String zone = "secretkey.zen.dq.spamhaus.net";
        try (LoopbackDns dns = new LoopbackDns().refusing("10.2.0.192." + zone, Rcode.REFUSED)) {
            assertThat(only(dns, good(), List.of(zone), List.of()).toString())
                    .contains("10.2.0.192.zen.dq.spamhaus.net: REFUSED")
                    .doesNotContain("secret");
        }
    }

    @Test
    void domain_lists_are_asked_about_both_our_names_and_address_lists_never_are()
            throws Exception {
        try (LoopbackDns dns = new LoopbackDns("d.test.dbl.test. 60 IN A 127.0.1.2")) {
            List<BlocklistListing> listings = ask(dns, good(), List.of(), List.of("dbl.test"));
            assertThat(listings)
                    .extracting(BlocklistListing::subject, BlocklistListing::state)
                    .containsExactly(
                            tuple("out.d.test", State.NOT_LISTED), tuple("d.test", State.LISTED));
        }
    }

    @Test
    void a_literal_is_no_domain_and_one_domain_is_asked_about_once() throws Exception {
        try (LoopbackDns dns = new LoopbackDns()) {
            assertThat(ask(dns, identity("D.test", "d.test"), List.of(), List.of("dbl.test")))
                    .hasSize(1);
            assertThat(ask(dns, identity("[192.0.2.1]", "d.test"), List.of(), List.of("dbl.test")))
                    .hasSize(1);
        }
    }

    @Test
    void nobody_is_asked_where_no_list_is_configured() throws Exception {
        try (LoopbackDns dns = new LoopbackDns()) {
            assertThat(ask(dns, good(), List.of(), List.of())).isEmpty();
            assertThat(dns.queries()).isEmpty();
        }
    }

    @Test
    void an_ipv6_address_is_asked_for_by_its_nibbles() {
        assertThat(Blocklists.key(InetAddress.ofLiteral("2001:db8::1")))
                .isEqualTo(
                        Stream.of("1", "0.".repeat(22) + "0", "8.b.d.0.1.0.0.2")
                                .reduce((a, b) -> a + "." + b)
                                .orElseThrow());
    }

    private static BlocklistListing ask(String zone, String... records) throws Exception {
        try (LoopbackDns dns = new LoopbackDns(records)) {
            return only(dns, good(), List.of(zone), List.of());
        }
    }

    private static BlocklistListing only(
            LoopbackDns dns, Identity identity, List<String> lists, List<String> domainLists)
            throws InterruptedException {
        return ask(dns, identity, lists, domainLists).getFirst();
    }

    private static List<BlocklistListing> ask(
            LoopbackDns dns, Identity identity, List<String> lists, List<String> domainLists)
            throws InterruptedException {
        return new Blocklists(
                        dns.facts(Face.PATIENCE),
                        new IdentityChecks(Duration.ofHours(1), lists, domainLists))
                .ask(identity, List.of(ADDRESS));
    }
}
