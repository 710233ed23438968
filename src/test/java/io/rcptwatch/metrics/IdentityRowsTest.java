package io.rcptwatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.identity.Check;
import io.rcptwatch.identity.Examination;
import io.rcptwatch.identity.Finding;
import io.rcptwatch.identity.IdentityStanding;
import io.rcptwatch.identity.Listing;
import io.rcptwatch.identity.Result;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityRowsTest {
    @Test
    void all_series_exist_from_the_start_and_are_no_numbers() throws IOException {
        String text = rows(Optional.empty(), Map.of());
        for (Check check : Check.values()) {
            assertThat(text)
                    .contains(
                            "smtp_probe_identity_check{identity=\"default\",check=\""
                                    + check.label()
                                    + "\"} NaN\n");
        }
        assertThat(text)
                .contains("smtp_probe_dnsbl_listed{identity=\"default\",list=\"bl.test\"} NaN\n")
                .contains(
                        "smtp_probe_dnsbl_errors_total{identity=\"default\",list=\"bl.test\"} 0\n");
    }

    @ParameterizedTest
    @CsvSource({"PASS, 1", "FAIL, 0", "UNKNOWN, NaN"})
    void only_a_failed_check_is_0(Result result, String value) throws IOException {
        assertThat(rows(Optional.of(examination(result, List.of())), Map.of()))
                .contains("{identity=\"default\",check=\"spf\"} " + value + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "LISTED, NOT_LISTED, 1",
        "LISTED, ERROR, 1",
        "NOT_LISTED, NOT_LISTED, 0",
        "NOT_LISTED, ERROR, NaN",
    })
    void of_several_addresses_the_worst_counts(Listing.State one, Listing.State other, String value)
            throws IOException {
        assertThat(
                        rows(
                                Optional.of(examination(Result.PASS, List.of(one, other))),
                                Map.of("bl.test", 3L)))
                .contains("smtp_probe_dnsbl_listed{identity=\"default\",list=\"bl.test\"} " + value)
                .contains(
                        "smtp_probe_dnsbl_errors_total{identity=\"default\",list=\"bl.test\"} 3\n");
    }

    private static Examination examination(Result result, List<Listing.State> states) {
        return new Examination(
                List.of(),
                List.of(new Finding(Check.SPF, Optional.empty(), result, "", "")),
                states.stream()
                        .map(state -> new Listing("bl.test", "192.0.2.1", state, "", "", ""))
                        .toList(),
                Instant.EPOCH);
    }

    private static String rows(Optional<Examination> latest, Map<String, Long> errors)
            throws IOException {
        StringWriter out = new StringWriter();
        IdentityRows.write(
                List.of(new IdentityStanding(Samples.IDENTITY, List.of("bl.test"), latest, errors)),
                new RowWriter(Exposition.Format.TEXT, out));
        return out.toString();
    }
}
