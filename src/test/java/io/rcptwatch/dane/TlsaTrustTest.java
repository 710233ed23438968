package io.rcptwatch.dane;

import static io.rcptwatch.smtp.TlsProblem.CERTIFICATE_EXPIRED;
import static io.rcptwatch.smtp.TlsProblem.CERTIFICATE_HOST_MISMATCH;
import static io.rcptwatch.smtp.TlsProblem.CERTIFICATE_NOT_TRUSTED;
import static io.rcptwatch.smtp.TlsProblem.VALIDATION_FAILURE;
import static io.rcptwatch.wire.TestCertificates.dns;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.dns.TlsaRecord;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.wire.TestCertificates;
import io.rcptwatch.wire.TestCertificates.Holder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom TLSA records take for the host: RFC 7672 §3. */
class TlsaTrustTest {
    private static final String HOST = "mx.example.test";
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration EXPIRED = Duration.ofDays(-1);

    private static Holder root;
    private static Holder intermediate;
    private static Holder host;

    @BeforeAll
    static void makeCertificates() throws Exception {
        root = TestCertificates.authority();
        intermediate = TestCertificates.authority(root);
        host = TestCertificates.host(intermediate, MONTH, dns(HOST));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"})
    void the_hosts_own_certificate_matches_by_each_selector_and_matching_type(
            int selector, int matchingType) {
        assertThat(problems(TlsaData.of(3, selector, matchingType, host.certificate()), host))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"})
    void another_certificate_does_not_match(int selector, int matchingType) throws Exception {
        Holder other = TestCertificates.host(intermediate, MONTH, dns(HOST));
        assertThat(problems(TlsaData.of(3, selector, matchingType, other.certificate()), host))
                .containsExactly(VALIDATION_FAILURE);
    }

    @Test
    void names_and_dates_of_a_dane_ee_certificate_do_not_matter() throws Exception {
        Holder old = TestCertificates.selfSigned(EXPIRED, "elsewhere.test");
        assertThat(problems(TlsaData.of(3, 1, 1, old.certificate()), old)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"})
    void a_certificate_under_the_named_authority_matches(int selector, int matchingType) {
        for (Holder authority : List.of(root, intermediate)) {
            TlsaRecord record = TlsaData.of(2, selector, matchingType, authority.certificate());
            assertThat(problems(record, host, intermediate, root)).isEmpty();
        }
    }

    @Test
    void the_order_of_the_chain_does_not_matter() {
        TlsaRecord record = TlsaData.of(2, 0, 1, root.certificate());
        assertThat(problems(record, host, root, intermediate)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void an_authority_that_the_record_holds_whole_need_not_be_shown(int selector) {
        TlsaRecord record = TlsaData.of(2, selector, 0, root.certificate());
        assertThat(problems(record, host, intermediate)).isEmpty();
    }

    @Test
    void an_authority_known_by_its_digest_must_be_shown() {
        TlsaRecord record = TlsaData.of(2, 0, 1, root.certificate());
        assertThat(problems(record, host, intermediate)).containsExactly(VALIDATION_FAILURE);
    }

    @Test
    void an_authority_that_is_shown_but_did_not_sign_vouches_for_nobody() throws Exception {
        Holder foreign = TestCertificates.authority();
        TlsaRecord record = TlsaData.of(2, 0, 1, foreign.certificate());
        assertThat(problems(record, host, intermediate, foreign))
                .containsExactly(CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void a_host_is_no_authority_even_where_the_record_means_its_certificate() {
        assertThat(problems(TlsaData.of(2, 1, 1, host.certificate()), host, intermediate))
                .containsExactly(VALIDATION_FAILURE);
    }

    @Test
    void an_expired_certificate_under_the_named_authority_is_expired() throws Exception {
        Holder old = TestCertificates.host(root, EXPIRED, dns(HOST));
        assertThat(problems(TlsaData.of(2, 0, 1, root.certificate()), old, root))
                .containsExactly(CERTIFICATE_EXPIRED);
    }

    @Test
    void a_certificate_under_the_named_authority_must_bear_one_of_the_names() throws Exception {
        TlsaRecord record = TlsaData.of(2, 0, 1, root.certificate());
        assertThat(problems(record, TestCertificates.host(root, MONTH, dns("no.test")), root))
                .containsExactly(CERTIFICATE_HOST_MISMATCH);
        assertThat(problems(record, TestCertificates.host(root, MONTH, dns("example.test")), root))
                .isEmpty();
    }

    @Test
    void one_record_that_matches_is_enough() {
        TlsaTrust trust =
                new TlsaTrust(
                        List.of(
                                TlsaData.of(3, 1, 1, root.certificate()),
                                TlsaData.of(2, 1, 1, root.certificate()),
                                TlsaData.of(3, 1, 1, host.certificate())),
                        Set.of("elsewhere.test"));
        assertThat(trust.problems(session(host, intermediate))).isEmpty();
    }

    @Test
    void nobody_without_a_certificate_is_the_host() {
        assertThat(problems(TlsaData.of(3, 1, 1, host.certificate())))
                .containsExactly(VALIDATION_FAILURE);
    }

    private static Set<TlsProblem> problems(TlsaRecord record, Holder... chain) {
        return new TlsaTrust(List.of(record), Set.of(HOST, "example.test"))
                .problems(session(chain));
    }

    private static TlsSession session(Holder... chain) {
        List<X509Certificate> certificates = Stream.of(chain).map(Holder::certificate).toList();
        return new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", certificates, Set.of());
    }
}
