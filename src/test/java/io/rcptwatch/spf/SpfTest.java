package io.rcptwatch.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.dns.LoopbackDns;
import io.rcptwatch.target.MailAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

class SpfTest {
    private static final String IP4 = "192.0.2.10";

    @ParameterizedTest
    @CsvSource({
        "-all, FAIL",
        "~all, SOFTFAIL",
        "?all, NEUTRAL",
        "all, PASS",
        "+all, PASS",
        "'', NEUTRAL",
        "ip4:192.0.2.10 -all, PASS",
        "ip4:192.0.2.11 -all, FAIL",
        "ip4:192.0.2.0/24 -all, PASS",
        "ip4:192.0.3.255/23 -all, PASS",
        "ip4:192.0.2.8/31 -all, FAIL",
        "ip4:0.0.0.0/0 -all, PASS",
        "ip6:::/0 -all, FAIL",
        "-ip4:192.0.2.10 +all, FAIL",
        "IP4:192.0.2.10 -ALL, PASS",
        "moo.cow-far_out=man:dog/cat ip4:192.0.2.10 -all, PASS",
    })
    void the_first_directive_that_matches_decides(String terms, SpfVerdict verdict)
            throws IOException {
        assertThat(verdict("v=spf1 " + terms)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-all.",
                "-all:example.test",
                "all/8",
                "moo",
                "include",
                "include:",
                "include/24",
                "include:example.test/32",
                "exists",
                "exists:example.test/24",
                "ip4",
                "ip4:",
                "ip4:192.0.2",
                "ip4:192.0.2.10/33",
                "ip4:192.0.2.10/08",
                "ip4:192.0.2.10:25",
                "ip4:192.0.2.256",
                "ip4:2001:db8::1",
                "ip6:192.0.2.10",
                "ip6:2001:db8::1/129",
                "ip6:2001:db8::g",
                "a:",
                "a:/24",
                "a:museum",
                "a:museum.",
                "a:111.222.33.44",
                "a:example.test:8080",
                "a:example.-test",
                "a//129",
                "a/33",
                "a/24/64",
                "mx:%{x}.example.test",
                "mx:%{c}.example.test",
                "mx:%{d",
                "mx:%(d).example.test",
                "mx:%{0d}.example.test",
                "exists:%abc.example.test",
                "redirect=",
                "redirect:example.test",
                "redirect=a.test redirect=b.test",
                "exp=",
                "exp=a.example.test exp=b.example.test",
                "unknown=%abc",
                "6moo=1",
                "=all",
                "a\\009b",
                "\\195\\164",
            })
    void any_mistake_breaks_the_whole_record(String term) throws IOException {
        SpfResult result = check("v=spf1 ip4:192.0.2.10 " + term + " -all");
        assertThat(result.verdict()).as(result.reason()).isEqualTo(SpfVerdict.PERMERROR);
        assertThat(result.reason()).matches("[ -~…]+");
    }

    @Test
    void only_a_record_of_this_version_counts() throws IOException {
        assertThat(check(IP4, txt("d.test", "v=spf10 -all"), txt("d.test", "spf1 -all")).verdict())
                .isEqualTo(SpfVerdict.NONE);
        assertThat(verdict("V=SPF1 -all")).isEqualTo(SpfVerdict.FAIL);
        assertThat(verdict("v=spf1")).isEqualTo(SpfVerdict.NEUTRAL);
        assertThat(check(IP4).verdict()).isEqualTo(SpfVerdict.NONE);
    }

    @Test
    void two_records_are_an_error_and_two_strings_are_one_record() throws IOException {
        assertThat(check(IP4, txt("d.test", "v=spf1 -all"), txt("d.test", "v=spf1 +all")).reason())
                .isEqualTo("d.test has 2 SPF records");
        assertThat(check(IP4, "d.test. 60 IN TXT \"v=spf1 ip4:192.0\" \".2.10 -all\"").verdict())
                .isEqualTo(SpfVerdict.PASS);
    }

    @Test
    void a_domain_with_one_label_or_an_empty_one_has_no_record() throws IOException {
        try (LoopbackDns dns = new LoopbackDns()) {
            for (String domain :
                    List.of("localhost", "a..test", "[192.0.2.1]", "x".repeat(64) + ".test")) {
                assertThat(check(dns, IP4, new MailAddress("probe", domain)).verdict())
                        .as(domain)
                        .isEqualTo(SpfVerdict.NONE);
            }
            assertThat(dns.queries()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a, 192.0.2.10, PASS",
        "a, 192.0.2.11, FAIL",
        "a/24, 192.0.2.99, PASS",
        "a:other.d.test, 192.0.2.20, PASS",
        "a:other.d.test/24//64, 192.0.2.99, PASS",
        "a//64, 2001:db8::ffff, PASS",
        "a, 2001:db8::10, PASS",
        "a, 2001:db8::11, FAIL",
        "mx, 192.0.2.30, PASS",
        "mx/28, 192.0.2.31, PASS",
        "mx, 192.0.2.31, FAIL",
        "mx:other.d.test, 192.0.2.30, FAIL",
        "ptr, 192.0.2.10, PASS",
        "ptr:d.test, 192.0.2.30, PASS",
        "ptr:d.example, 192.0.2.30, FAIL",
        "ptr, 192.0.2.50, FAIL",
        "exists:%{i}.ok.d.test, 192.0.2.10, PASS",
        "exists:%{ir}.%{v}.ok.d.test, 192.0.2.10, PASS",
        "exists:%{l1r-}.%{o2}.lp.d.test, 192.0.2.10, PASS",
        "exists:%{i}.ok.d.test, 192.0.2.11, FAIL",
        "exists:%{h}.ok.d.test, 192.0.2.10, PASS",
        "a:%{p}, 192.0.2.10, PASS",
        "include:yes.d.test, 192.0.2.10, PASS",
        "include:no.d.test, 192.0.2.10, FAIL",
        "include:soft.d.test, 192.0.2.10, FAIL",
        "include:void.d.test, 192.0.2.10, PERMERROR",
        "include:broken.d.test, 192.0.2.10, PERMERROR",
        "ip6:2001:db8::/32, 2001:db8::10, PASS",
        "ip6:2001:db8::/32, 192.0.2.10, FAIL",
    })
    void mechanisms_look_at_the_client(String term, String client, SpfVerdict verdict)
            throws IOException {
        SpfResult result =
                check(
                        client,
                        txt("d.test", "v=spf1 " + term + " -all"),
                        "d.test. 60 IN A 192.0.2.10",
                        "d.test. 60 IN AAAA 2001:db8::10",
                        "d.test. 60 IN MX 10 mx.d.test.",
                        "mx.d.test. 60 IN A 192.0.2.30",
                        "other.d.test. 60 IN A 192.0.2.20",
                        "10.2.0.192.in-addr.arpa. 60 IN PTR d.test.",
                        "30.2.0.192.in-addr.arpa. 60 IN PTR mx.d.test.",
                        "40.2.0.192.in-addr.arpa. 60 IN PTR mx.d.test.",
                        "192.0.2.10.ok.d.test. 60 IN A 127.0.0.2",
                        "10.2.0.192.in-addr.ok.d.test. 60 IN A 127.0.0.2",
                        "probe.sub.test.lp.d.test. 60 IN A 127.0.0.2",
                        "probe.d.test.lp.d.test. 60 IN A 127.0.0.2",
                        "helo.d.test.ok.d.test. 60 IN A 127.0.0.2",
                        txt("yes.d.test", "v=spf1 ip4:192.0.2.10 -all"),
                        txt("no.d.test", "v=spf1 -all"),
                        txt("soft.d.test", "v=spf1 ~all"),
                        txt("broken.d.test", "v=spf1 moo"));
        assertThat(result.verdict()).as(result.reason()).isEqualTo(verdict);
    }

    @Test
    void a_redirect_counts_only_where_nothing_matches() throws IOException {
        String other = txt("r.test", "v=spf1 ~all");
        assertThat(check(IP4, txt("d.test", "v=spf1 redirect=r.test"), other).verdict())
                .isEqualTo(SpfVerdict.SOFTFAIL);
        assertThat(check(IP4, txt("d.test", "v=spf1 redirect=r.test -all"), other).verdict())
                .isEqualTo(SpfVerdict.FAIL);
        assertThat(check(IP4, txt("d.test", "v=spf1 redirect=none.test"), other).verdict())
                .isEqualTo(SpfVerdict.PERMERROR);
    }

    @Test
    void ten_terms_may_need_the_dns_and_not_eleven() throws IOException {
        assertThat(check(IP4, withIncludes(10)).verdict()).isEqualTo(SpfVerdict.PASS);
        SpfResult result = check(IP4, withIncludes(11));
        assertThat(result.verdict()).isEqualTo(SpfVerdict.PERMERROR);
        assertThat(result.reason()).isEqualTo("more than 10 terms that need DNS lookups");
    }

    private static String[] withIncludes(int number) {
        String includes =
                IntStream.range(0, number)
                        .mapToObj(i -> "include:n.test")
                        .collect(Collectors.joining(" "));
        return new String[] {
            txt("d.test", "v=spf1 " + includes + " +all"), txt("n.test", "v=spf1 -all")
        };
    }

    @Test
    void a_record_that_includes_itself_ends() throws IOException {
        assertThat(verdict("v=spf1 include:d.test -all")).isEqualTo(SpfVerdict.PERMERROR);
        assertThat(verdict("v=spf1 redirect=d.test")).isEqualTo(SpfVerdict.PERMERROR);
    }

    @Test
    void two_lookups_may_find_nothing_and_not_three() throws IOException {
        assertThat(verdict("v=spf1 a:x.test exists:y.test +all")).isEqualTo(SpfVerdict.PASS);
        SpfResult result = check("v=spf1 a:x.test mx:y.test exists:z.test +all");
        assertThat(result.verdict()).isEqualTo(SpfVerdict.PERMERROR);
        assertThat(result.reason()).contains("void lookups").contains("z.test");
    }

    @Test
    void ten_mail_hosts_are_looked_at_and_not_eleven() throws IOException {
        assertThat(check(IP4, withMailHosts(10)).verdict()).isEqualTo(SpfVerdict.FAIL);
        assertThat(check(IP4, withMailHosts(11)).verdict()).isEqualTo(SpfVerdict.PERMERROR);
    }

    private static String[] withMailHosts(int number) {
        List<String> zone = new ArrayList<>(List.of(txt("d.test", "v=spf1 mx -all")));
        for (int i = 0; i < number; i++) {
            zone.add("d.test. 60 IN MX 10 m" + i + ".test.");
            zone.add("m" + i + ".test. 60 IN A 192.0.2.200");
        }
        return zone.toArray(String[]::new);
    }

    @Test
    void a_lookup_that_fails_is_temporary_wherever_it_is() throws IOException {
        for (String term :
                List.of("a:bad.test", "mx:bad.test", "exists:bad.test", "include:bad.test")) {
            try (LoopbackDns dns =
                    new LoopbackDns(txt("d.test", "v=spf1 " + term + " +all"))
                            .refusing("bad.test", Rcode.SERVFAIL)) {
                SpfResult result = check(dns, IP4, sender());
                assertThat(result.verdict()).as(term).isEqualTo(SpfVerdict.TEMPERROR);
                assertThat(result.reason()).contains("SERVFAIL");
            }
        }
    }

    @Test
    void a_reverse_lookup_that_fails_does_not_match() throws IOException {
        try (LoopbackDns dns =
                new LoopbackDns(txt("d.test", "v=spf1 ptr ~all"))
                        .refusing("10.2.0.192.in-addr.arpa", Rcode.SERVFAIL)) {
            assertThat(check(dns, IP4, sender()).verdict()).isEqualTo(SpfVerdict.SOFTFAIL);
        }
    }

    @Test
    void all_the_lookups_together_have_a_limit() throws IOException {
        try (LoopbackDns dns = new LoopbackDns(txt("d.test", "v=spf1 a:x.test +all"))) {
            Spf spf = new Spf(dns.facts(Duration.ofSeconds(5)), Duration.ofNanos(1));
            SpfResult result = spf.check(InetAddress.ofLiteral(IP4), sender(), "helo.test");
            assertThat(result.verdict()).isEqualTo(SpfVerdict.TEMPERROR);
        }
    }

    @Test
    void what_decided_is_said() throws IOException {
        assertThat(check("v=spf1 ip4:192.0.2.0/24 -all").reason())
                .isEqualTo("\"ip4:192.0.2.0/24\" in the SPF record of d.test");
        assertThat(check("v=spf1").reason())
                .isEqualTo("nothing in the SPF record of d.test matches");
    }

    @Test
    void a_hostile_record_costs_little() throws IOException {
        String term = "a:" + "1".repeat(60_000);
        SpfResult result = check(IP4, "d.test. 60 IN TXT " + strings("v=spf1 " + term));
        assertThat(result.verdict()).isEqualTo(SpfVerdict.PERMERROR);
        assertThat(result.reason().length()).isLessThan(300);
        String macros = "a:" + "%{d}".repeat(10_000);
        assertThat(
                        check(IP4, "d.test. 60 IN TXT " + strings("v=spf1 " + macros + " +all"))
                                .verdict())
                .isEqualTo(SpfVerdict.PASS);
    }

    private static String strings(String text) {
        return IntStream.iterate(0, at -> at < text.length(), at -> at + 250)
                .mapToObj(at -> text.substring(at, Math.min(text.length(), at + 250)))
                .collect(Collectors.joining("\" \"", "\"", "\""));
    }

    private static SpfVerdict verdict(String record) throws IOException {
        return check(record).verdict();
    }

    private static SpfResult check(String record) throws IOException {
        return check(IP4, txt("d.test", record));
    }

    private static SpfResult check(String client, String... zone) throws IOException {
        String[] all =
                Stream.concat(Arrays.stream(zone), Stream.of("ns.test. 60 IN A 192.0.2.1"))
                        .toArray(String[]::new);
        try (LoopbackDns dns = new LoopbackDns(all)) {
            return check(dns, client, sender());
        }
    }

    private static SpfResult check(LoopbackDns dns, String client, MailAddress sender) {
        return new Spf(dns.facts(Duration.ofSeconds(5)), Duration.ofSeconds(20))
                .check(InetAddress.ofLiteral(client), sender, "helo.d.test");
    }

    private static MailAddress sender() {
        return new MailAddress("probe", "d.test");
    }

    private static String txt(String name, String text) {
        return name + ". 60 IN TXT \"" + text + "\"";
    }
}
