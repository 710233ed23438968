package io.rcptwatch.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
    private static final Instant START = Instant.parse("2026-03-01T12:34:56.789Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SLICE = Duration.ofSeconds(2);

    @Test
    void never_less_is_counted_than_happened_and_at_most_a_slice_more() {
        SlidingWindow window = new SlidingWindow(SLICE, 30);
        List<Instant> events = new ArrayList<>();
        Random random = new Random(3);
        Instant now = START;
        for (int i = 0; i < 5_000; i++) {
            now = now.plusMillis(random.nextInt(random.nextInt(50) == 0 ? 200_000 : 900));
            assertThat(window.used(now))
                    .isBetween(
                            since(events, now.minus(MINUTE)), since(events, now.minusSeconds(62)));
            window.count(now);
            events.add(now);
        }
    }

    private static int since(List<Instant> events, Instant then) {
        return (int) events.stream().filter(e -> e.isAfter(then)).count();
    }

    @Test
    void it_says_when_it_will_have_room_again() {
        SlidingWindow window = new SlidingWindow(SLICE, 30);
        for (int i = 0; i < 10; i++) {
            window.count(START.plusSeconds(3L * i));
        }
        Instant now = START.plusSeconds(28);

        for (int limit = 10; limit > 0; limit--) {
            Instant free = window.below(limit);
            assertThat(free).isBetween(now, START.plusSeconds(28 + 62));
            SlidingWindow copy = copy(window, now);
            assertThat(copy.used(free.minusMillis(1))).isGreaterThanOrEqualTo(limit);
            assertThat(copy.used(free)).isLessThan(limit);
        }
    }

    private static SlidingWindow copy(SlidingWindow window, Instant now) {
        SlidingWindow copy = new SlidingWindow(SLICE, 30);
        window.slices().forEach(slice -> copy.restore(slice, now));
        return copy;
    }

    @Test
    void what_is_restored_counts_on_and_what_is_too_old_does_not() {
        SlidingWindow window = new SlidingWindow(SLICE, 30);
        window.count(START);
        window.count(START);

        assertThat(copy(window, START.plusSeconds(30)).used(START.plusSeconds(30))).isEqualTo(2);
        assertThat(copy(window, START.plusSeconds(70)).used(START.plusSeconds(70))).isZero();
    }

    @Test
    void what_is_restored_after_the_clock_was_put_back_counts_as_now() {
        SlidingWindow window = new SlidingWindow(SLICE, 30);
        window.count(START);
        Instant before = START.minusSeconds(70);

        assertThat(copy(window, before).used(before.plusSeconds(59))).isEqualTo(1);
        assertThat(copy(window, before).used(before.plusSeconds(63))).isZero();
    }

    @Test
    void a_clock_that_goes_back_gives_nothing_free() {
        SlidingWindow window = new SlidingWindow(SLICE, 30);
        window.count(START);

        assertThat(window.used(START.minus(Duration.ofDays(1)))).isEqualTo(1);
    }
}
