package io.rcptwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.report.IdentityReport;
import io.rcptwatch.report.ReportJson;
import io.rcptwatch.selfcheck.BlocklistListing;
import io.rcptwatch.selfcheck.CheckLevel;
import io.rcptwatch.selfcheck.CheckResult;
import io.rcptwatch.selfcheck.IdentityCheck;
import io.rcptwatch.selfcheck.IdentityCheckRun;
import io.rcptwatch.selfcheck.IdentityState;
import io.rcptwatch.watch.ProbeWaits;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentityCardTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.10");

    @Test
    void a_card_shows_every_check_with_what_to_do() {
        assertThat(page(standing(BlocklistListing.State.LISTED)))
                .contains("probe.example.net", "probe@example.net", "192.0.2.10", "needs work")
                .contains("badge fail", "<strong>spf</strong>", "softfail: x", "Mend it.")
                .contains("badge listed", "<strong>bl.test</strong>", "Ask for removal.");
    }

    @Test
    void what_a_list_says_is_escaped() {
        assertThat(page(standing(BlocklistListing.State.LISTED)))
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void an_error_of_a_list_is_no_listing() {
        assertThat(page(standing(BlocklistListing.State.ERROR)))
                .contains("badge error")
                .doesNotContain("badge listed");
    }

    @Test
    void an_identity_that_was_not_looked_at_yet_says_so() {
        assertThat(page(new IdentityState(Samples.IDENTITY, List.of(), Optional.empty(), Map.of())))
                .contains("not known", "not yet")
                .doesNotContain("needs work");
    }

    @Test
    void the_json_has_all_of_it() {
        assertThat(ReportJson.text(IdentityReport.of(standing(BlocklistListing.State.LISTED))))
                .isEqualTo(
                        """
                        {"identity":"default","helo":"probe.example.net",\
                        "mail_from":"probe@example.net","addresses":["192.0.2.10"],\
                        "checked_at":"2026-11-25T12:00:00Z",\
                        "checks":[{"check":"spf","address":"192.0.2.10","result":"fail",\
                        "detail":"softfail: x","advice":"Mend it."}],\
                        "lists":[{"list":"bl.test","subject":"192.0.2.10","state":"listed",\
                        "detail":"127.0.0.2","reason":"<script>","advice":"Ask for removal."}]}""");
    }

    private static IdentityState standing(BlocklistListing.State state) {
        IdentityCheckRun examination =
                new IdentityCheckRun(
                        List.of(ADDRESS),
                        List.of(
                                new CheckResult(
                                        IdentityCheck.SPF,
                                        Optional.of(ADDRESS),
                                        CheckLevel.FAIL,
                                        "softfail: x",
                                        "Mend it.")),
                        List.of(
                                new BlocklistListing(
                                        "bl.test",
                                        "192.0.2.10",
                                        state,
                                        "127.0.0.2",
                                        "<script>",
                                        "Ask for removal.")),
                        NOW);
        return new IdentityState(
                Samples.IDENTITY, List.of("bl.test"), Optional.of(examination), Map.of());
    }

    private static String page(IdentityState standing) {
        Overview nothing =
                Overview.of(
                        List.of(),
                        TargetFilter.of(Optional.empty(), Optional.empty(), Optional.empty()),
                        ProbeWaits.NONE,
                        NOW);
        return Templates.overview(
                nothing,
                IdentityCard.of(List.of(standing), NOW),
                List.of(),
                new EgressNotice(List.of(), List.of()),
                false);
    }
}
