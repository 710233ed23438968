package io.rcptwatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.selfcheck.BlocklistListing;
import io.rcptwatch.selfcheck.CheckLevel;
import io.rcptwatch.selfcheck.CheckResult;
import io.rcptwatch.selfcheck.IdentityCheck;
import io.rcptwatch.selfcheck.IdentityCheckRun;
import io.rcptwatch.selfcheck.IdentityState;
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
        for (IdentityCheck check : IdentityCheck.values()) {
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
    void only_a_failed_check_is_0(CheckLevel result, String value) throws IOException {
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
    void of_several_addresses_the_worst_counts(
            BlocklistListing.State one, BlocklistListing.State other, String value)
            throws IOException {
        assertThat(
                        rows(
                                Optional.of(examination(CheckLevel.PASS, List.of(one, other))),
                                Map.of("bl.test", 3L)))
                .contains("smtp_probe_dnsbl_listed{identity=\"default\",list=\"bl.test\"} " + value)
                .contains(
                        "smtp_probe_dnsbl_errors_total{identity=\"default\",list=\"bl.test\"} 3\n");
    }

    private static IdentityCheckRun examination(
            CheckLevel result, List<BlocklistListing.State> states) {
        return new IdentityCheckRun(
                List.of(),
                List.of(new CheckResult(IdentityCheck.SPF, Optional.empty(), result, "", "")),
                states.stream()
                        .map(
                                state ->
                                        new BlocklistListing(
                                                "bl.test", "192.0.2.1", state, "", "", ""))
                        .toList(),
                Instant.EPOCH);
    }

    private static String rows(Optional<IdentityCheckRun> latest, Map<String, Long> errors)
            throws IOException {
        StringWriter out = new StringWriter();
        IdentityRows.write(
                List.of(new IdentityState(Samples.IDENTITY, List.of("bl.test"), latest, errors)),
                new RowWriter(Exposition.Format.TEXT, out));
        return out.toString();
    }
}
