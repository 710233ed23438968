package io.rcptwatch.selfcheck;

import static io.rcptwatch.selfcheck.Face.ADDRESS;
import static io.rcptwatch.selfcheck.Face.all;
import static io.rcptwatch.selfcheck.Face.but;
import static io.rcptwatch.selfcheck.Face.finding;
import static io.rcptwatch.selfcheck.Face.good;
import static io.rcptwatch.selfcheck.Face.identity;
import static io.rcptwatch.selfcheck.Face.look;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.dns.LoopbackDns;
import io.rcptwatch.target.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

class IdentityCheckerTest {
    private static final String PTR_NAME = "10.2.0.192.in-addr.arpa";

    @ParameterizedTest
    @EnumSource
    void a_good_identity_passes_every_check(IdentityCheck check) throws Exception {
        IdentityCheckRun examination = look(good(), all());
        assertThat(finding(examination, check))
                .returns(CheckLevel.PASS, CheckResult::result)
                .returns("", CheckResult::advice);
        assertThat(examination.finishedAt()).isEqualTo(Face.NOW);
    }

    @Test
    void a_missing_ptr_fails_and_so_does_its_confirmation() throws Exception {
        IdentityCheckRun examination = look(good(), but(PTR_NAME, "PTR"));
        assertThat(examination.result(IdentityCheck.PTR)).isEqualTo(CheckLevel.FAIL);
        assertThat(examination.result(IdentityCheck.FCRDNS)).isEqualTo(CheckLevel.FAIL);
        assertThat(finding(examination, IdentityCheck.PTR).advice()).contains("PTR record");
    }

    @Test
    void a_ptr_without_forward_fails_only_the_confirmation() throws Exception {
        IdentityCheckRun examination =
                look(good(), but(PTR_NAME, "PTR", PTR_NAME + ". 60 IN PTR dyn-10.isp.test."));
        assertThat(examination.result(IdentityCheck.PTR)).isEqualTo(CheckLevel.PASS);
        assertThat(finding(examination, IdentityCheck.FCRDNS))
                .returns(CheckLevel.FAIL, CheckResult::result)
                .returns("dyn-10.isp.test does not lead back to it", CheckResult::detail);
    }

    @Test
    void a_name_that_leads_to_another_address_confirms_nothing() throws Exception {
        IdentityCheckRun examination =
                look(good(), but("out.d.test", "A", "out.d.test. 60 IN A 192.0.2.99"));
        assertThat(finding(examination, IdentityCheck.FCRDNS))
                .returns(CheckLevel.FAIL, CheckResult::result)
                .returns("out.d.test does not lead back to it", CheckResult::detail);
    }

    @Test
    void one_of_several_names_suffices_for_the_confirmation() throws Exception {
        IdentityCheckRun examination =
                look(
                        good(),
                        but(
                                "none",
                                "PTR",
                                PTR_NAME + ". 60 IN PTR a.isp.test.",
                                PTR_NAME + ". 60 IN PTR b.isp.test."));
        assertThat(examination.result(IdentityCheck.FCRDNS)).isEqualTo(CheckLevel.PASS);
    }

    @ParameterizedTest
    @CsvSource({
        "out.d.test. 60 IN A 192.0.2.77, 'out.d.test leads to 192.0.2.77, not to the address'",
        "out.d.test. 60 IN AAAA 2001:db8::1, out.d.test leads to no ip4 address",
        "x.test. 60 IN A 192.0.2.10, out.d.test does not exist",
    })
    void a_foreign_helo_fails(String record, String detail) throws Exception {
        IdentityCheckRun examination = look(good(), but("out.d.test", "A", record));
        assertThat(finding(examination, IdentityCheck.HELO))
                .returns(CheckLevel.FAIL, CheckResult::result)
                .returns(detail, CheckResult::detail);
    }

    @Test
    void an_address_literal_passes_where_it_is_the_address() throws Exception {
        assertThat(helo("[192.0.2.10]").result()).isEqualTo(CheckLevel.PASS);
        assertThat(helo("[192.0.2.10]").advice()).contains("literal");
        assertThat(helo("[192.0.2.11]").result()).isEqualTo(CheckLevel.FAIL);
        assertThat(helo("[IPv6:2001:db8::1]").result()).isEqualTo(CheckLevel.FAIL);
    }

    private static CheckResult helo(String helo) throws Exception {
        return finding(look(identity(helo, "d.test", ADDRESS), all()), IdentityCheck.HELO);
    }

    @ParameterizedTest
    @CsvSource({
        "d.test. 60 IN MX 0 ., FAIL",
        "d.test. 60 IN MX 10 gone.d.test., FAIL",
        "d.test. 60 IN A 127.0.0.9, PASS",
        "x.test. 60 IN A 127.0.0.9, FAIL",
    })
    void a_sender_must_take_mail(String record, CheckLevel result) throws Exception {
        IdentityCheckRun examination = look(good(), but("d.test", "MX", record));
        assertThat(examination.result(IdentityCheck.MAIL_FROM)).isEqualTo(result);
    }

    @Test
    void a_sender_whose_domain_does_not_exist_fails() throws Exception {
        IdentityCheckRun examination = look(identity("out.d.test", "gone.test", ADDRESS), all());
        assertThat(finding(examination, IdentityCheck.MAIL_FROM).detail())
                .isEqualTo("gone.test does not exist");
        assertThat(examination.result(IdentityCheck.SPF)).isEqualTo(CheckLevel.FAIL);
        assertThat(examination.result(IdentityCheck.DMARC)).isEqualTo(CheckLevel.FAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "v=spf1 -all, FAIL, fail",
        "v=spf1 ~all, FAIL, softfail",
        "v=spf1 ?all, FAIL, neutral",
        "v=spf1 moo, FAIL, permerror",
        "v=spf1 a:1.x.test a:2.x.test a:3.x.test +all, FAIL, permerror",
        "v=spf1 redirect=d.test, FAIL, permerror",
        "not spf, FAIL, none",
        "v=spf1 a:slow.test +all, UNKNOWN, temperror",
    })
    void spf_must_permit_the_address(String record, CheckLevel result, String verdict)
            throws Exception {
        try (LoopbackDns dns =
                new LoopbackDns(but("d.test", "TXT", "d.test. 60 IN TXT \"" + record + "\""))
                        .silentOn("slow.test")) {
            CheckResult finding =
                    finding(Face.examiner(dns).examine(Face.vantage(good())), IdentityCheck.SPF);
            assertThat(finding.result()).isEqualTo(result);
            assertThat(finding.detail()).startsWith(verdict + ": ");
            assertThat(finding.advice().isEmpty()).isEqualTo(result == CheckLevel.UNKNOWN);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "_dmarc.d.test. 60 IN TXT \"v=DMARC1;p=none\", PASS",
        "_dmarc.d.test. 60 IN TXT \"v=DMARC1\", PASS",
        "_dmarc.d.test. 60 IN TXT \"v=DMARC2; p=none\", FAIL",
        "_dmarc.d.test. 60 IN TXT \"p=none; v=DMARC1\", FAIL",
        "d.test. 60 IN TXT \"v=DMARC1; p=none\", FAIL",
        "_dmarc.test. 60 IN TXT \"v=DMARC1; p=none\", PASS",
    })
    void a_policy_is_found_at_the_domain_or_above(String record, CheckLevel result)
            throws Exception {
        IdentityCheckRun examination = look(good(), but("_dmarc.d.test", "TXT", record));
        assertThat(examination.result(IdentityCheck.DMARC)).isEqualTo(result);
    }

    @Test
    void several_policies_count_as_none() throws Exception {
        IdentityCheckRun examination =
                look(good(), but("none", "TXT", "_dmarc.d.test. 60 IN TXT \"v=DMARC1; p=none\""));
        assertThat(finding(examination, IdentityCheck.DMARC))
                .returns(CheckLevel.FAIL, CheckResult::result)
                .returns("several records at _dmarc.d.test", CheckResult::detail);
    }

    @Test
    void the_walk_up_the_tree_asks_for_eight_names_at_most() {
        assertThat(DmarcPolicy.walk("a.b.test")).containsExactly("a.b.test", "b.test", "test");
        assertThat(DmarcPolicy.walk("a.b.c.d.e.f.g.h.i.test"))
                .hasSize(8)
                .startsWith("a.b.c.d.e.f.g.h.i.test", "d.e.f.g.h.i.test")
                .endsWith("i.test", "test");
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED})
    void a_lookup_that_fails_is_never_a_reproach(int rcode) throws Exception {
        try (LoopbackDns dns = new LoopbackDns()) {
            for (String name : List.of(PTR_NAME, "out.d.test", "d.test", "_dmarc.d.test")) {
                dns.refusing(name, rcode);
            }
            IdentityCheckRun examination = Face.examiner(dns).examine(Face.vantage(good()));
            assertThat(examination.findings())
                    .filteredOn(finding -> finding.check() != IdentityCheck.ADDRESS)
                    .allMatch(finding -> finding.result() == CheckLevel.UNKNOWN)
                    .allMatch(finding -> finding.advice().isEmpty());
        }
    }

    @Test
    void of_several_addresses_the_worst_counts() throws Exception {
        Identity identity =
                identity("out.d.test", "d.test", ADDRESS, InetAddress.ofLiteral("2001:db8::10"));
        IdentityCheckRun examination = look(identity, all());
        assertThat(examination.findings())
                .filteredOn(finding -> finding.check() == IdentityCheck.SPF)
                .extracting(CheckResult::result)
                .containsExactly(CheckLevel.PASS, CheckLevel.FAIL);
        assertThat(examination.result(IdentityCheck.SPF)).isEqualTo(CheckLevel.FAIL);
    }

    @Test
    void what_the_dns_says_stays_on_one_short_line() throws Exception {
        String record = "v=DMARC1; <script>\\010" + "x".repeat(200);
        IdentityCheckRun examination =
                look(
                        good(),
                        but(
                                "_dmarc.d.test",
                                "TXT",
                                "_dmarc.d.test. 60 IN TXT \"" + record + "\" \"" + record + "\""));
        assertThat(finding(examination, IdentityCheck.DMARC).detail())
                .doesNotContain("\n")
                .hasSizeLessThan(250);
    }

    @Test
    void nobody_is_asked_about_an_identity_whose_address_is_unknown()
            throws IOException, InterruptedException {
        IdentityCheckRun examination = look(identity("out.d.test", "d.test"), all());
        assertThat(examination.result(IdentityCheck.ADDRESS)).isEqualTo(CheckLevel.UNKNOWN);
        assertThat(examination.result(IdentityCheck.SPF)).isEqualTo(CheckLevel.UNKNOWN);
        assertThat(examination.result(IdentityCheck.DMARC)).isEqualTo(CheckLevel.PASS);
    }
}
