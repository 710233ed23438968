package io.rcptwatch.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.dns.LoopbackDns;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The record of {@code _smtp._tls} (RFC 8460 §3). */
class TlsRptTest {
    private static TlsRpt present(String... places) {
        return new TlsRpt.Present(Stream.of(places).map(URI::create).toList());
    }

    private static TlsRpt parse(String... records) {
        return TlsRpt.parse(List.of(records));
    }

    @Test
    void the_places_for_reports_are_read() {
        assertThat(parse("v=TLSRPTv1;rua=mailto:reports@example.test"))
                .isEqualTo(present("mailto:reports@example.test"));
        assertThat(parse("v=TLSRPTv1; x=y; rua=https://r.test/v1?a=b , mailto:a@b.test ; "))
                .isEqualTo(present("https://r.test/v1?a=b", "mailto:a@b.test"));
        assertThat(parse("v=spf1 -all", "v=TLSRPTv1; rua=mailto:a@b.test"))
                .isEqualTo(present("mailto:a@b.test"));
    }

    @Test
    void records_of_other_kinds_are_none() {
        assertThat(parse()).isEqualTo(new TlsRpt.Absent());
        assertThat(parse("v=spf1 -all", "v=TLSRPTv2; rua=mailto:a@b.test", "v=TLSRPTv1"))
                .isEqualTo(new TlsRpt.Absent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=TLSRPTv1;",
                "v=TLSRPTv1; rua=",
                "v=TLSRPTv1; rua=reports@example.test",
                "v=TLSRPTv1; rua=ftp://example.test/",
                "v=TLSRPTv1; rua=mailto:a@b.test,",
                "v=TLSRPTv1; rua=mailto:a@b.test,http://r.test/",
                "v=TLSRPTv1; rua=mailto:a@b.test; junk",
                "v=TLSRPTv1; rua=mailto:a b@c.test",
                "v=TLSRPTv1; rua=mailto:a\u0000@c.test",
            })
    void a_record_against_the_rules_is_invalid(String text) {
        assertThat(parse(text)).isInstanceOf(TlsRpt.Invalid.class);
    }

    @Test
    void two_records_are_invalid() {
        String text = "v=TLSRPTv1; rua=mailto:a@b.test";
        assertThat(parse(text, text))
                .isEqualTo(new TlsRpt.Invalid("2 TXT records that begin with v=TLSRPTv1;"));
    }

    @Test
    void the_dns_is_asked_and_its_failure_is_unknown() throws Exception {
        try (LoopbackDns dns =
                new LoopbackDns(
                        "_smtp._tls.example.test. 60 IN TXT \"v=TLSRPTv1; \" \"rua=mailto:a@b.test\"")) {
            DnsClient facts = new DnsClient(List.of(dns.address()), Duration.ofSeconds(2), true);
            assertThat(TlsRpt.ask(facts, "example.test")).isEqualTo(present("mailto:a@b.test"));
            assertThat(TlsRpt.ask(facts, "other.test")).isEqualTo(new TlsRpt.Absent());
            dns.refusing("_smtp._tls.dark.test", 2);
            assertThat(TlsRpt.ask(facts, "dark.test")).isInstanceOf(TlsRpt.Unknown.class);
        }
    }
}
