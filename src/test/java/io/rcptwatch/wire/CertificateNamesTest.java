package io.rcptwatch.wire;

import static io.rcptwatch.wire.TestCertificates.dns;
import static io.rcptwatch.wire.TestCertificates.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.CertificateNames;
import java.time.Duration;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {
    private static TestCertificates.Holder authority;

    @BeforeAll
    static void makeAuthority() throws Exception {
        authority = TestCertificates.authority();
    }

    @ParameterizedTest
    @CsvSource({
        "mx1.example.com, mx1.example.com",
        "MX1.Example.COM, mx1.example.com",
        "mx1.example.com, MX1.example.com",
        "*.example.com, mx1.example.com",
        "xn--mx-via.example.com, xn--mx-via.example.com"
    })
    void a_certificate_names_its_host(String name, String host) throws Exception {
        assertThat(match(host, dns(name))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "mx2.example.com, mx1.example.com",
        "example.com, mx1.example.com",
        "mx1.example.com, example.com",
        "*.example.com, example.com",
        "*.example.com, a.mx1.example.com",
        "*.*.com, mx1.example.com",
        "mx*.example.com, mx1.example.com",
        "*1.example.com, mx1.example.com",
        "*, mx1",
        "*.com, mx1.example.com",
        "mx1.*.com, mx1.example.com",
        "*.0.0.1, 127.0.0.1",
        "127.0.0.1, 127.0.0.1"
    })
    void a_wildcard_is_the_first_label_whole_and_an_address_is_no_name(String name, String host)
            throws Exception {
        assertThat(match(host, dns(name))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:db8::1, true",
        "2001:db8::1, 2001:0DB8:0:0::1, true",
        "2001:db8::1, 2001:db8::2, false",
        "192.0.2.1, mx1.example.com, false"
    })
    void addresses_are_compared_as_addresses(String named, String host, boolean match)
            throws Exception {
        assertThat(match(host, ip(named))).isEqualTo(match);
    }

    @Test
    void any_of_the_names_will_do() throws Exception {
        assertThat(match("mx1.example.com", ip("192.0.2.1"), dns("a.test"), dns("mx1.example.com")))
                .isTrue();
    }

    @Test
    void names_of_other_kinds_and_the_common_name_count_for_nothing() throws Exception {
        GeneralName uri =
                new GeneralName(GeneralName.uniformResourceIdentifier, "mx1.example.test");
        GeneralName mail = new GeneralName(GeneralName.rfc822Name, "mx1.example.test");
        assertThat(match("mx1.example.test", uri, mail)).isFalse();
        // The subject of each is CN=mx1.example.test (RFC 9525 §2).
        assertThat(match("mx1.example.test")).isFalse();
    }

    private static boolean match(String host, GeneralName... names) throws Exception {
        return CertificateNames.match(
                TestCertificates.host(authority, Duration.ofDays(1), names).certificate(), host);
    }
}
