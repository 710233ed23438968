package io.rcptwatch.web;

import static io.rcptwatch.report.Samples.NOW;
import static io.rcptwatch.report.Samples.accepted;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.conversation;
import static io.rcptwatch.report.Samples.identity;
import static io.rcptwatch.report.Samples.observation;
import static io.rcptwatch.report.Samples.round;
import static io.rcptwatch.report.Samples.secured;
import static io.rcptwatch.report.Samples.target;
import static io.rcptwatch.report.Samples.unroutable;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.limits.BudgetLevel;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.report.Certificates;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.SafeText;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.LedgerEntry;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.ProbeWaits;
import io.rcptwatch.watch.TargetState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final EgressNotice ALL_WELL = new EgressNotice(List.of(), List.of());
    private static final Instant LATER = NOW.plusSeconds(180);

    private final Target a = target("a.example");
    private final Target b = target("b.example");
    private final Target c = target("c.example");
    private final Ledger board = new Ledger(List.of(a, b, c), InstantSource.fixed(NOW));

    private String overview(String status, String text, String page) {
        return overview(board, status, text, page);
    }

    private static String overview(Ledger board, String status, String text, String page) {
        TargetFilter filter =
                TargetFilter.of(Optional.of(status), Optional.of(text), Optional.of(page));
        return Templates.overview(
                Overview.of(board.standings(), filter, ProbeWaits.NONE, LATER),
                List.of(),
                List.of(),
                ALL_WELL,
                false);
    }

    private String overview() {
        return overview("", "", "");
    }

    private String details(String domain) {
        return details(domain, ProbeWaits.NONE, Archive.NONE);
    }

    private String details(String domain, ProbeWaits waits, Archive archive) {
        TargetState standing = board.named(domain).orElseThrow();
        return Templates.target(
                TargetPage.of(standing, waits, archive.past(standing.target()), false, LATER),
                ALL_WELL,
                false);
    }

    @Test
    void before_the_first_round_everything_is_pending() {
        assertThat(overview())
                .contains("3 pending")
                .contains("<a href=\"targets/a.example\">a.example</a>")
                .contains("not asked yet");
        assertThat(details("a.example")).contains("none known").contains("Not asked yet.");
    }

    @Test
    void problems_come_first() {
        board.post(
                a,
                new LedgerEntry.Finished(
                        round(a, Status.DELIVERABLE, accepted(a, "mx.a.example"))));
        board.post(
                b, new LedgerEntry.Finished(round(b, Status.REJECTED, blocked(b, "mx.b.example"))));

        assertThat(overview())
                .containsSubsequence(
                        "1 rejected",
                        "1 pending",
                        "1 deliverable",
                        "targets/b.example",
                        "targets/c.example",
                        "targets/a.example");
    }

    @Test
    void a_row_says_what_they_said_what_it_means_and_what_to_do() {
        board.post(
                b,
                new LedgerEntry.Finished(
                        round(b, Status.REJECTED, blocked(b, "mx.b.example:2525"))));

        assertThat(overview())
                .contains("<samp>550 5.7.1 Service unavailable; client host blocked</samp>")
                .contains("mx.b.example:2525")
                .contains("What it means.")
                .contains("What to do.")
                .contains("ip_blocked")
                .contains("2026-03-04 05:06:07 UTC")
                .contains("3 min ago")
                .contains("took 0.12 s");
    }

    @Test
    void a_host_that_refuses_is_shown_rather_than_one_that_accepts() {
        board.post(
                a,
                new LedgerEntry.Finished(
                        round(
                                a,
                                Status.DEGRADED,
                                accepted(a, "mx2.a.example"),
                                blocked(a, "mx1.a.example"))));

        assertThat(overview()).contains("550 5.7.1").doesNotContain("250 2.1.5");
    }

    @Test
    void each_identity_has_a_row_with_its_own_answer() {
        Target two = target("two.example", identity("first"), identity("second"));
        Ledger both = new Ledger(List.of(two), InstantSource.fixed(NOW));
        both.post(
                two,
                new LedgerEntry.Finished(
                        round(two, Status.REJECTED, blocked(two, "mx.two.example"))));

        assertThat(overview(both, "", "", ""))
                .contains("asked as first")
                .contains("asked as second")
                .containsOnlyOnce("<samp>");
    }

    @Test
    void a_domain_without_hosts_shows_why() {
        board.post(a, new LedgerEntry.Finished(round(a, Status.UNREACHABLE, unroutable(a))));

        assertThat(overview()).contains("<samp>no such domain</samp>");
        assertThat(details("a.example")).contains("No host to ask");
    }

    @Test
    void nothing_that_a_server_says_becomes_markup() {
        String evil = "<script>alert('1')</script>\"><img src=x onerror=alert(2)> {o.rows} &amp;";
        Observation hostile =
                observation(
                        a,
                        "<b>mx</b>",
                        Outcome.POLICY_REJECTED,
                        OutcomeClass.REJECTED,
                        Reply.of(550, evil));
        board.post(a, new LedgerEntry.Finished(round(a, Status.REJECTED, hostile)));

        String earlier = details("a.example", ProbeWaits.NONE, keeping(hostile));
        for (String page :
                List.of(
                        overview(),
                        details("a.example"),
                        earlier.substring(earlier.indexOf("Before that")))) {
            assertThat(page)
                    .doesNotContain("<script", "<img", "<b>")
                    .contains(
                            "550 &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&gt;&lt;img")
                    .contains("{o.rows} &amp;amp;")
                    .contains("&lt;b&gt;mx&lt;/b&gt;");
        }
    }

    @Test
    void a_certificate_is_shown_and_does_not_become_markup() {
        TlsSession session =
                new TlsSession(
                        "TLSv1.3",
                        "TLS_AES_128_GCM_SHA256",
                        List.of(Certificates.hostile()),
                        Set.of(TlsProblem.CERTIFICATE_NOT_TRUSTED));
        Conversation conversation =
                secured(
                        conversation(Reply.of(250, "2.1.5 Ok")),
                        Optional.of(session),
                        Optional.empty());
        board.post(
                a,
                new LedgerEntry.Finished(
                        round(
                                a,
                                Status.DELIVERABLE,
                                observation(
                                        a,
                                        "mx.a.example",
                                        Outcome.ACCEPTED,
                                        OutcomeClass.OK,
                                        conversation))));

        assertThat(details("a.example"))
                .contains("h19.example and 9980 more, signed by CN=")
                .contains("(Ed25519, Ed25519), valid since 1970-01-01T00:00:00Z, in a chain of 1.")
                .doesNotContain("<b>", "\u001b", "\u202e", "h20.example", "Weak");
    }

    @Test
    void a_blocked_way_out_is_told_above_everything_else_with_what_to_do() {
        EgressNotice blocked =
                new EgressNotice(
                        List.of("a<b over ip4"), List.of("mx1.example:25", "mx2.example:25"));
        TargetFilter filter = TargetFilter.of(Optional.empty(), Optional.empty(), Optional.empty());
        String overview =
                Templates.overview(
                        Overview.of(board.standings(), filter, ProbeWaits.NONE, LATER),
                        List.of(),
                        List.of(),
                        blocked,
                        false);
        String details =
                Templates.target(
                        TargetPage.of(
                                board.named("a.example").orElseThrow(),
                                ProbeWaits.NONE,
                                Archive.NONE.past(a),
                                false,
                                LATER),
                        blocked,
                        false);

        for (String page : List.of(overview, details)) {
            assertThat(page)
                    .containsSubsequence(
                            "seems to block connections",
                            "as a&lt;b over ip4: none of mx1.example:25, mx2.example:25 lets us in",
                            "open outgoing port 25",
                            "<table");
        }
        assertThat(overview() + details("a.example")).doesNotContain("notice");
    }

    @Test
    void what_somebody_searches_for_does_not_become_markup() {
        assertThat(overview("\"><script>", "\"><script>", "\"><script>"))
                .doesNotContain("<script")
                .contains("value=\"&quot;&gt;&lt;script&gt;\"")
                .contains("Nothing to show.");
    }

    private static Archive keeping(Observation... observations) {
        return _ -> new Archive.Past.Kept(List.of(observations));
    }

    @Test
    void what_was_said_before_the_latest_round_is_shown_with_the_dialogue_of_failures() {
        board.post(
                b,
                new LedgerEntry.Finished(
                        round(b, Status.DELIVERABLE, accepted(b, "mx.b.example"))));
        String page =
                details(
                        "b.example",
                        ProbeWaits.NONE,
                        keeping(blocked(b, "mx1.b.example:2525"), accepted(b, "mx2.b.example")));

        assertThat(page.substring(page.indexOf("Before that")))
                .containsSubsequence(
                        "2026-03-04 05:06:07 UTC",
                        "mx1.b.example:2525",
                        "ip4, asked as default",
                        "ip_blocked",
                        "<details>",
                        "RCPT TO:",
                        "550 5.7.1 Service unavailable",
                        "550 5.7.1</td>",
                        "0.120",
                        "mx2.b.example",
                        "accepted",
                        "250 2.1.5</td>")
                .containsOnlyOnce("<details>");
    }

    @Test
    void where_nothing_is_kept_the_page_says_why_in_a_line() {
        assertThat(details("a.example"))
                .contains(
                        "<p class=\"quiet\">Of earlier conversations nothing is kept, since there"
                                + " is no state file.</p>");
        assertThat(details("a.example", ProbeWaits.NONE, keeping()))
                .contains("Nothing is kept yet.");
    }

    @Test
    void of_many_earlier_conversations_so_many_are_shown_and_the_rest_is_linked_to() {
        Observation[] many =
                Collections.nCopies(EarlierRounds.LINES + 7, blocked(a, "mx"))
                        .toArray(Observation[]::new);

        assertThat(details("a.example", ProbeWaits.NONE, keeping(many)).split("<details>"))
                .hasSize(EarlierRounds.LINES + 1);
        assertThat(details("a.example", ProbeWaits.NONE, keeping(many)))
                .contains("7 more are in the <a href=\"../api/v1/targets/a.example/history\">");
    }

    @Test
    void a_page_that_is_held_still_is_not_renewed() {
        TargetState standing = board.named("a.example").orElseThrow();
        String still =
                Templates.target(
                        TargetPage.of(standing, ProbeWaits.NONE, Archive.NONE.past(a), true, LATER),
                        ALL_WELL,
                        false);

        assertThat(still).doesNotContain("http-equiv").contains("<a href=\"a.example\">renew it");
        assertThat(details("a.example"))
                .contains("http-equiv=\"refresh\"", "<a href=\"a.example?still=true\">");
    }

    @Test
    void what_we_allow_ourselves_is_shown_with_what_is_used() {
        List<BudgetLine> budgets =
                BudgetLine.of(
                        List.of(
                                new BudgetLevel("overall", "at_once", 3, 500),
                                new BudgetLevel("overall", "day", 90, 1000),
                                new BudgetLevel("google", "at_once", 2, 2),
                                new BudgetLevel("google", "day", 7, 100),
                                new BudgetLevel("host", "at_once", 1, 1),
                                new BudgetLevel("host", "day", 4, 50)));
        TargetFilter filter = TargetFilter.of(Optional.empty(), Optional.empty(), Optional.empty());
        String page =
                Templates.overview(
                        Overview.of(board.standings(), filter, ProbeWaits.NONE, LATER),
                        List.of(),
                        budgets,
                        ALL_WELL,
                        false);

        assertThat(page)
                .containsSubsequence(
                        "What we allow ourselves",
                        "at once</th>",
                        "day</th>",
                        "in all</th>",
                        "3 of 500</td>",
                        "90 of 1000</td>",
                        "google</th>",
                        "2 of 2 <strong>used up</strong></td>",
                        "7 of 100</td>",
                        "the busiest host</th>");
    }

    @Test
    void long_replies_are_cut() {
        Reply endless = new Reply(550, Collections.nCopies(500, "no ".repeat(40)));
        board.post(
                a,
                new LedgerEntry.Finished(
                        round(
                                a,
                                Status.REJECTED,
                                observation(
                                        a,
                                        "mx",
                                        Outcome.UNCLASSIFIED,
                                        OutcomeClass.REJECTED,
                                        endless))));

        assertThat(overview()).hasSizeLessThan(6_000).contains("…</samp>");
        assertThat(details("a.example")).hasSizeLessThan(15_000).contains("…</samp>");
    }

    @Test
    void a_cut_does_not_tear_a_character_apart() {
        assertThat(SafeText.cut("ab😀cd", 3)).isEqualTo("ab…");
        assertThat(SafeText.cut("ab😀cd", 4)).isEqualTo("ab😀…");
        assertThat(SafeText.cut("abc", 3)).isEqualTo("abc");
    }

    @Test
    void ten_thousand_targets_come_in_pages() {
        List<Target> many =
                IntStream.range(0, 10_000).mapToObj(i -> target("d" + i + ".example")).toList();
        Ledger large = new Ledger(many, InstantSource.fixed(NOW));
        String first = overview(large, "", "", "1");

        assertThat(first)
                .contains("10000 pending", "d0.example", "d199.example")
                .contains("href=\"?status=&amp;q=&amp;page=2\"")
                .doesNotContain("d200.example", "rel=\"prev\"")
                .hasSizeLessThan(200_000);
        assertThat(overview(large, "", "", "50"))
                .contains("d9999.example", "page=49")
                .doesNotContain("rel=\"next\"");
        assertThat(overview(large, "", "", "999999")).contains("d9999.example");
    }

    @Test
    void rows_can_be_chosen_by_status_and_by_name() {
        board.post(
                b, new LedgerEntry.Finished(round(b, Status.REJECTED, blocked(b, "mx.b.example"))));

        assertThat(overview("rejected", "", ""))
                .contains("targets/b.example")
                .doesNotContain("targets/a.example")
                .contains("2 pending");
        assertThat(overview("", "C.EX", ""))
                .contains("targets/c.example")
                .doesNotContain("targets/a.example");
    }

    @Test
    void the_details_show_the_whole_conversation() {
        board.post(
                b, new LedgerEntry.Finished(round(b, Status.REJECTED, blocked(b, "mx.b.example"))));

        assertThat(details("B.Example"))
                .containsSubsequence(
                        "192.0.2.25",
                        "ip_blocked",
                        "220 mx ESMTP",
                        "EHLO probe.example.net",
                        "250-mx greets you\n250-SIZE 35882577\n250 8BITMIME",
                        "MAIL FROM:&lt;probe@example.net&gt;",
                        "RCPT TO:",
                        "550 5.7.1 Service unavailable",
                        "QUIT")
                .contains("href=\"https://help.example/block?code=5.7.1&amp;x=y\"");
    }
}
