package io.rcptwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.agent.Waits;
import io.rcptwatch.identity.Check;
import io.rcptwatch.identity.Examination;
import io.rcptwatch.identity.Finding;
import io.rcptwatch.identity.IdentityStanding;
import io.rcptwatch.identity.Listing;
import io.rcptwatch.identity.Result;
import io.rcptwatch.report.IdentityReport;
import io.rcptwatch.report.Json;
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
        assertThat(page(standing(Listing.State.LISTED)))
                .contains("probe.example.net", "probe@example.net", "192.0.2.10", "needs work")
                .contains("badge fail", "<strong>spf</strong>", "softfail: x", "Mend it.")
                .contains("badge listed", "<strong>bl.test</strong>", "Ask for removal.");
    }

    @Test
    void what_a_list_says_is_escaped() {
        assertThat(page(standing(Listing.State.LISTED)))
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void an_error_of_a_list_is_no_listing() {
        assertThat(page(standing(Listing.State.ERROR)))
                .contains("badge error")
                .doesNotContain("badge listed");
    }

    @Test
    void an_identity_that_was_not_looked_at_yet_says_so() {
        assertThat(
                        page(
                                new IdentityStanding(
                                        Samples.IDENTITY, List.of(), Optional.empty(), Map.of())))
                .contains("not known", "not yet")
                .doesNotContain("needs work");
    }

    @Test
    void the_json_has_all_of_it() {
        assertThat(Json.text(IdentityReport.of(standing(Listing.State.LISTED))))
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

    private static IdentityStanding standing(Listing.State state) {
        Examination examination =
                new Examination(
                        List.of(ADDRESS),
                        List.of(
                                new Finding(
                                        Check.SPF,
                                        Optional.of(ADDRESS),
                                        Result.FAIL,
                                        "softfail: x",
                                        "Mend it.")),
                        List.of(
                                new Listing(
                                        "bl.test",
                                        "192.0.2.10",
                                        state,
                                        "127.0.0.2",
                                        "<script>",
                                        "Ask for removal.")),
                        NOW);
        return new IdentityStanding(
                Samples.IDENTITY, List.of("bl.test"), Optional.of(examination), Map.of());
    }

    private static String page(IdentityStanding standing) {
        Overview nothing =
                Overview.of(
                        List.of(),
                        Filter.of(Optional.empty(), Optional.empty(), Optional.empty()),
                        Waits.NONE,
                        NOW);
        return Templates.overview(
                nothing,
                IdentityCard.of(List.of(standing), NOW),
                List.of(),
                new EgressNotice(List.of(), List.of()),
                false);
    }
}
