package io.rcptwatch.dane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.dns.TlsaRecord;
import io.rcptwatch.wire.TestCertificates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsabilityTest {
    private static final String SHA_256 = "ab".repeat(32);
    private static final String SHA_512 = "ab".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1", // PKIX-TA
        "1, 1, 1", // PKIX-EE
        "4, 1, 1",
        "255, 1, 1",
        "3, 2, 1",
        "3, 255, 1",
        "3, 1, 3",
        "3, 1, 255"
    })
    void a_usage_selector_or_matching_type_that_is_not_for_mail_is_of_no_use(
            int usage, int selector, int matchingType) {
        assertThat(Usability.select(List.of(record(usage, selector, matchingType, SHA_256))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, ab", "1, ''", "2, abab", "0, ''"})
    void data_of_the_wrong_length_is_of_no_use(int matchingType, String data) {
        assertThat(Usability.select(List.of(record(3, 1, matchingType, data)))).isEmpty();
    }

    @Test
    void data_longer_than_any_certificate_is_of_no_use() {
        assertThat(Usability.select(List.of(record(3, 0, 0, "ab".repeat(8193))))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void an_authority_that_cannot_be_read_is_of_no_use(int selector) throws Exception {
        TlsaRecord good = TlsaData.of(2, selector, 0, TestCertificates.authority().certificate());
        TlsaRecord cut = record(2, selector, 0, good.data().substring(0, 40));
        assertThat(Usability.select(List.of(good, cut))).containsExactly(good);
    }

    @Test
    void of_several_digests_only_the_strongest_counts() {
        TlsaRecord weak = record(3, 1, 1, SHA_256);
        TlsaRecord strong = record(3, 1, 2, SHA_512);
        TlsaRecord whole = record(3, 1, 0, "3000");
        TlsaRecord otherSelector = record(3, 0, 1, SHA_256);
        TlsaRecord otherUsage = record(2, 1, 1, SHA_256);
        assertThat(Usability.select(List.of(weak, strong, whole, otherSelector, otherUsage)))
                .containsExactly(strong, whole, otherSelector, otherUsage);
    }

    @Test
    void a_digest_of_no_use_does_not_outdo_a_weaker_one() {
        TlsaRecord weak = record(3, 1, 1, SHA_256);
        assertThat(Usability.select(List.of(weak, record(3, 1, 2, SHA_256)))).containsExactly(weak);
    }

    private static TlsaRecord record(int usage, int selector, int matchingType, String data) {
        return new TlsaRecord(usage, selector, matchingType, data);
    }
}
