package io.rcptwatch.watch;

import static io.rcptwatch.report.Samples.NOW;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.identity;
import static io.rcptwatch.report.Samples.round;
import static io.rcptwatch.report.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.limits.Backoff;
import io.rcptwatch.limits.GreylistKey;
import io.rcptwatch.limits.GreylistWait;
import io.rcptwatch.limits.UnknownRecipientBackoff;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who looks why nobody is asked is told so. */
class ProbeWaitsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final Instant SOON = NOW.plusSeconds(300);

    private final Target a = target("a.example", identity("one"), identity("two"));
    private final Target b = target("b.example", identity("one"));
    private final Ledger board = new Ledger(List.of(a, b), CLOCK);

    private TargetState standing(Target target) {
        return board.standing(target.domain()).orElseThrow();
    }

    private static ProbeWaits unwanted(Backoff... backoffs) {
        return new ProbeWaits(List.of(backoffs), List.of(), Map.of(), Set.of(), CLOCK);
    }

    private static Backoff backoff(String identity, String party, String provider, Instant until) {
        return new Backoff(
                identity,
                party,
                provider,
                NOW,
                until,
                Duration.ofMinutes(10),
                Optional.of(Outcome.IP_BLOCKED));
    }

    @Test
    void a_provider_that_does_not_want_us_is_named_with_its_reason_and_the_end() {
        board.post(a, new LedgerEntry.Routed(new Provider("google")));
        ProbeWaits waits = unwanted(backoff("two", "google", "google", SOON));

        assertThat(waits.of(standing(a)))
                .containsExactly(
                        new ProbeWait(
                                SkipReason.BACKOFF,
                                Optional.of("two"),
                                Optional.of(SOON),
                                "google does not want us (ip_blocked)"));
        assertThat(waits.of(standing(a)).getFirst().concerns("one")).isFalse();
        assertThat(waits.of(standing(b))).isEmpty();
    }

    @Test
    void a_host_of_nobody_in_particular_counts_for_the_targets_that_it_answered_for() {
        board.post(
                b, new LedgerEntry.Finished(round(b, Status.REJECTED, blocked(b, "mx.b.example"))));
        Target asOne = target("a.example", identity("default"));
        Target asTwo = target("b.example", identity("default"));
        board.list(List.of(asOne, asTwo));
        board.post(
                asTwo,
                new LedgerEntry.Finished(
                        round(asTwo, Status.REJECTED, blocked(asTwo, "mx.b.example"))));
        ProbeWaits waits = unwanted(backoff("default", "192.0.2.25", "other", SOON));

        assertThat(waits.of(standing(asOne))).isEmpty();
        assertThat(waits.of(standing(asTwo)))
                .extracting(ProbeWait::detail)
                .containsExactly("192.0.2.25 does not want us (ip_blocked)");
    }

    @Test
    void what_is_over_holds_nobody_back() {
        board.post(a, new LedgerEntry.Routed(new Provider("google")));

        assertThat(unwanted(backoff("two", "google", "google", NOW)).of(standing(a))).isEmpty();
    }

    @Test
    void whoever_is_greylisted_is_told_when_it_is_tried_again() {
        Target asDefault = target("b.example");
        board.list(List.of(a, asDefault));
        board.post(
                asDefault,
                new LedgerEntry.Finished(
                        round(
                                asDefault,
                                Status.DEFERRED,
                                blocked(asDefault, "mx.b.example:2525"))));
        ProbeWaits waits =
                new ProbeWaits(
                        List.of(),
                        List.of(
                                greylisted("default", "mx.b.example:2525 ip4", SOON),
                                greylisted("default", "mx.b.example:2525 ip6", NOW),
                                greylisted("other", "mx.b.example:2525 ip4", SOON),
                                greylisted("default", "mx.c.example ip4", SOON)),
                        Map.of(),
                        Set.of(),
                        CLOCK);

        assertThat(waits.of(standing(asDefault)))
                .containsExactly(
                        new ProbeWait(
                                SkipReason.GREYLISTED,
                                Optional.of("default"),
                                Optional.of(SOON),
                                "mx.b.example:2525 greylists us"));
        assertThat(waits.of(standing(a))).isEmpty();
    }

    private static GreylistWait greylisted(String identity, String host, Instant next) {
        return new GreylistWait(
                new GreylistKey(identity, "probe@example.net", "postmaster@b.example", host),
                NOW,
                1,
                next);
    }

    @Test
    void whoever_has_no_room_and_whoever_is_slowed_down_is_told_so() {
        ProbeWaits waits =
                new ProbeWaits(
                        List.of(),
                        List.of(),
                        Map.of(b.domain(), new UnknownRecipientBackoff.Slowed(4, 1)),
                        Set.of(a.domain()),
                        CLOCK);

        assertThat(waits.of(standing(a)))
                .extracting(ProbeWait::reason, ProbeWait::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                SkipReason.BUDGET, "no room within the budgets"));
        assertThat(waits.of(standing(b)))
                .extracting(ProbeWait::reason, ProbeWait::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                SkipReason.RECIPIENT_UNKNOWN,
                                "unknown recipient, asked once in 4 intervals"));
    }
}
