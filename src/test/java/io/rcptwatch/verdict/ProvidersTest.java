package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {
    private static final Providers PROVIDERS = Providers.standard();

    @ParameterizedTest
    @CsvSource({
        "aspmx.l.google.com, google",
        "ALT1.GMAIL-SMTP-IN.L.GOOGLE.COM., google",
        "smtp.google.com:2525, google",
        "example-com.mail.protection.outlook.com, microsoft",
        "hotmail-com.olc.protection.outlook.com, microsoft",
        "example-com.o-v1.mx.microsoft, microsoft",
        "mta5.am0.yahoodns.net, yahoo",
        "mx1.mail.yahoo.co.jp, yahoo_japan",
        "mx01.mail.icloud.com, apple",
        "mx0a-00000000.pphosted.com, proofpoint",
        "eu-smtp-inbound-1.mimecast.com, mimecast",
        "mx00.gmx.net, united_internet",
        "google.com, google",
        "evil-google.com, other",
        "google.com.example.net, other",
        "mx.example.net, other",
        "'', other",
        "., other",
    })
    void the_end_of_a_host_name_tells_who_runs_it(String host, String provider) {
        assertThat(PROVIDERS.forMx(host)).hasToString(provider);
    }

    @Test
    void well_known_domains_are_known_before_the_dns_is_asked() {
        assertThat(PROVIDERS.forDomain("gmail.com")).contains(new Provider("google"));
        assertThat(PROVIDERS.forDomain("Yahoo.CO.UK")).contains(new Provider("yahoo"));
        assertThat(PROVIDERS.forDomain("mail.gmail.com")).isEmpty();
        assertThat(PROVIDERS.forDomain("example.com")).isEmpty();
    }

    @Test
    void the_set_of_labels_is_closed_and_ends_with_the_others() {
        assertThat(PROVIDERS.all())
                .doesNotHaveDuplicates()
                .endsWith(Provider.OTHER)
                .allMatch(provider -> provider.label().matches("[a-z][a-z_]*"));
    }
}
