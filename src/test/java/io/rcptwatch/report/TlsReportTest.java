package io.rcptwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.TlsSession;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsReportTest {
    private static final String SHORT_KEY = "the certificate's key is too short";
    private static final String BROKEN_HASH = "the certificate is signed with a broken hash";

    private static TlsReport report(X509Certificate... chain) {
        return TlsReport.of(
                new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", List.of(chain), Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, SHA256withRSA, RSA 2048",
        "EC, 256, SHA256withECDSA, EC P-256",
        "EC, 384, SHA384withECDSA, EC P-384",
        "Ed25519, 255, Ed25519, Ed25519"
    })
    void a_key_has_a_kind_and_a_size(String key, int bits, String signature, String shown) {
        TlsReport report = report(Certificates.of(key, bits, signature));

        assertThat(report.key()).isEqualTo(shown);
        assertThat(report.signature()).isEqualTo(signature);
        assertThat(report.remarks()).isEmpty();
    }

    @Test
    void short_keys_and_broken_hashes_are_remarked_upon() {
        assertThat(report(Certificates.of("RSA", 1024, "SHA1withRSA")).remarks())
                .containsExactly(SHORT_KEY, BROKEN_HASH);
        assertThat(report(Certificates.of("RSA", 2048, "SHA1withRSA")).remarks())
                .containsExactly(BROKEN_HASH);
        assertThat(report(Certificates.of("RSA", 1024, "SHA256withRSA")).remarks())
                .containsExactly(SHORT_KEY);
    }

    @Test
    void a_cipher_without_forward_secrecy_is_remarked_upon() {
        TlsSession session =
                new TlsSession("TLSv1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256", List.of(), Set.of());

        assertThat(TlsReport.of(session).remarks())
                .containsExactly("the cipher suite has no forward secrecy");
    }

    @Test
    void of_many_names_a_few_are_shown_and_the_rest_is_counted() {
        TlsReport report = report(Certificates.hostile());

        assertThat(report.names()).hasSize(20).startsWith("h0.example", "h1.example");
        assertThat(report.namesLeftOut()).isEqualTo(9_980);
    }

    @Test
    void what_a_certificate_says_is_printable_and_short() {
        TlsReport report = report(Certificates.hostile());

        assertThat(List.of(report.subject(), report.issuer()))
                .allSatisfy(
                        name ->
                                assertThat(name)
                                        .hasSizeLessThan(202)
                                        .doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]"));
        assertThat(ReportJson.text(report)).hasSizeLessThan(2_000);
    }

    @Test
    void a_server_without_a_certificate_has_no_facts_of_one() {
        TlsReport report = report();

        assertThat(report.subject()).isNull();
        assertThat(report.names()).isEmpty();
        assertThat(report.chainLength()).isZero();
    }
}
