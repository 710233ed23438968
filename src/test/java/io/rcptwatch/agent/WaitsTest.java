package io.rcptwatch.agent;

import static io.rcptwatch.report.Samples.NOW;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.identity;
import static io.rcptwatch.report.Samples.round;
import static io.rcptwatch.report.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.pace.Backoff;
import io.rcptwatch.pace.Greylisted;
import io.rcptwatch.pace.Slowdowns;
import io.rcptwatch.pace.Triplet;
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
class WaitsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final Instant SOON = NOW.plusSeconds(300);

    private final Target a = target("a.example", identity("one"), identity("two"));
    private final Target b = target("b.example", identity("one"));
    private final Board board = new Board(List.of(a, b), CLOCK);

    private Standing standing(Target target) {
        return board.standing(target.domain()).orElseThrow();
    }

    private static Waits unwanted(Backoff... backoffs) {
        return new Waits(List.of(backoffs), List.of(), Map.of(), Set.of(), CLOCK);
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
        board.routed(a, new Provider("google"));
        Waits waits = unwanted(backoff("two", "google", "google", SOON));

        assertThat(waits.of(standing(a)))
                .containsExactly(
                        new Wait(
                                SkipReason.BACKOFF,
                                Optional.of("two"),
                                Optional.of(SOON),
                                "google does not want us (ip_blocked)"));
        assertThat(waits.of(standing(a)).getFirst().concerns("one")).isFalse();
        assertThat(waits.of(standing(b))).isEmpty();
    }

    @Test
    void a_host_of_nobody_in_particular_counts_for_the_targets_that_it_answered_for() {
        board.finished(round(b, Status.REJECTED, blocked(b, "mx.b.example")));
        Target asOne = target("a.example", identity("default"));
        Target asTwo = target("b.example", identity("default"));
        board.watching(List.of(asOne, asTwo));
        board.finished(round(asTwo, Status.REJECTED, blocked(asTwo, "mx.b.example")));
        Waits waits = unwanted(backoff("default", "192.0.2.25", "other", SOON));

        assertThat(waits.of(standing(asOne))).isEmpty();
        assertThat(waits.of(standing(asTwo)))
                .extracting(Wait::detail)
                .containsExactly("192.0.2.25 does not want us (ip_blocked)");
    }

    @Test
    void what_is_over_holds_nobody_back() {
        board.routed(a, new Provider("google"));

        assertThat(unwanted(backoff("two", "google", "google", NOW)).of(standing(a))).isEmpty();
    }

    @Test
    void whoever_is_greylisted_is_told_when_it_is_tried_again() {
        Target asDefault = target("b.example");
        board.watching(List.of(a, asDefault));
        board.finished(round(asDefault, Status.DEFERRED, blocked(asDefault, "mx.b.example:2525")));
        Waits waits =
                new Waits(
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
                        new Wait(
                                SkipReason.GREYLISTED,
                                Optional.of("default"),
                                Optional.of(SOON),
                                "mx.b.example:2525 greylists us"));
        assertThat(waits.of(standing(a))).isEmpty();
    }

    private static Greylisted greylisted(String identity, String host, Instant next) {
        return new Greylisted(
                new Triplet(identity, "probe@example.net", "postmaster@b.example", host),
                NOW,
                1,
                next);
    }

    @Test
    void whoever_has_no_room_and_whoever_is_slowed_down_is_told_so() {
        Waits waits =
                new Waits(
                        List.of(),
                        List.of(),
                        Map.of(b.domain(), new Slowdowns.Slowed(4, 1)),
                        Set.of(a.domain()),
                        CLOCK);

        assertThat(waits.of(standing(a)))
                .extracting(Wait::reason, Wait::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                SkipReason.BUDGET, "no room within the budgets"));
        assertThat(waits.of(standing(b)))
                .extracting(Wait::reason, Wait::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                SkipReason.RECIPIENT_UNKNOWN,
                                "unknown recipient, asked once in 4 intervals"));
    }
}
