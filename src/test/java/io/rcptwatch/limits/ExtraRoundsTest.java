package io.rcptwatch.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExtraRoundsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final DomainName DOMAIN = new DomainName("example.com", "example.com");
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final GreylistKey TRIPLET =
            new GreylistKey(
                    "default", "probe@example.net", "postmaster@example.com", "mx.example.com");

    private final ExtraRounds rhythm = new ExtraRounds(Samples.politeness(1, 2, 3));

    @Test
    void a_change_of_status_is_looked_at_once_more_and_only_once() {
        finish(RoundTrigger.REGULAR, false, true, INTERVAL);
        ExtraRound recheck = new ExtraRound(DOMAIN, START.plusSeconds(60), RoundTrigger.RECHECK);
        assertThat(rhythm.poll(START.plusSeconds(59))).isEmpty();
        assertThat(rhythm.poll(START.plusSeconds(60))).contains(recheck);

        finish(RoundTrigger.RECHECK, false, true, INTERVAL);
        assertThat(rhythm.next()).isEmpty();
    }

    @Test
    void a_change_is_not_looked_at_where_the_regular_round_comes_as_soon() {
        finish(RoundTrigger.REGULAR, false, true, Duration.ofMinutes(2));

        assertThat(rhythm.next()).isEmpty();
    }

    @Test
    void a_round_that_was_greylisted_has_a_retry() {
        rhythm.heard(TRIPLET, Outcome.GREYLISTED, START);
        finish(RoundTrigger.REGULAR, false, true, INTERVAL);

        assertThat(rhythm.next())
                .contains(new ExtraRound(DOMAIN, START.plusSeconds(300), RoundTrigger.RETRY));
    }

    @Test
    void an_unknown_recipient_is_asked_about_half_as_often_each_time_down_to_an_eighth() {
        assertThat(List.of(untilNext(), untilNext(), untilNext(), untilNext()))
                .containsExactly(2, 4, 8, 8);
    }

    /** In how many intervals the next round comes. */
    private int untilNext() {
        int factor = finish(RoundTrigger.REGULAR, true, true, INTERVAL);
        int intervals = 1;
        while (rhythm.slowdowns().leavesOut(DOMAIN)) {
            intervals++;
        }
        assertThat(intervals).isEqualTo(factor);
        assertThat(rhythm.next()).isEmpty();
        return intervals;
    }

    @Test
    void a_recipient_that_exists_again_is_asked_about_as_before() {
        finish(RoundTrigger.REGULAR, true, false, INTERVAL);
        finish(RoundTrigger.REGULAR, false, false, INTERVAL);

        assertThat(rhythm.slowdowns().leavesOut(DOMAIN)).isFalse();
        assertThat(rhythm.slowdowns().factor(DOMAIN)).isEqualTo(1);
    }

    @Test
    void whoever_sets_the_clock_changes_nothing() {
        AtomicLong nanos = new AtomicLong(123);
        List<Instant> wall = new ArrayList<>(List.of(START));
        SteadyClock clock = new SteadyClock(wall::getFirst, nanos::get);

        wall.set(0, START.plus(Duration.ofDays(1)));
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
        wall.set(0, START.minus(Duration.ofDays(1)));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
    }

    @Test
    void extra_rounds_come_in_their_order() {
        IntStream.range(0, 50).forEach(this::greylist);
        assertThat(rhythm.poll(START.plusSeconds(299))).isEmpty();
        for (int i = 0; i < 50; i++) {
            Instant due = START.plusSeconds(300 + i);
            assertThat(rhythm.poll(due)).map(ExtraRound::due).contains(due);
        }
    }

    private void greylist(int number) {
        Instant now = START.plusSeconds(number);
        DomainName domain = new DomainName("d" + number + ".test", "d" + number + ".test");
        GreylistKey triplet = new GreylistKey("default", "a@b.test", "c@d.test", "mx" + number);
        rhythm.heard(triplet, Outcome.GREYLISTED, now);
        rhythm.finished(
                domain, RoundTrigger.REGULAR, List.of(triplet), false, false, INTERVAL, now);
    }

    private int finish(RoundTrigger occasion, boolean unknown, boolean changed, Duration interval) {
        return rhythm.finished(
                DOMAIN, occasion, List.of(TRIPLET), unknown, changed, interval, START);
    }
}
