package io.rcptwatch.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.limits.Greylists.News;
import io.rcptwatch.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GreylistsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final GreylistKey TRIPLET =
            new GreylistKey(
                    "default", "probe@example.net", "postmaster@example.com", "mx.example.com");
    private static final GreylistKey OTHER =
            new GreylistKey(
                    "second", "probe@example.net", "postmaster@example.com", "mx.example.com");

    private final Greylists greylists =
            new Greylists(() -> List.of(Duration.ofMinutes(5), Duration.ofMinutes(15)));

    @Test
    void the_same_is_tried_again_after_each_of_the_waits() {
        assertThat(greylists.heard(TRIPLET, Outcome.GREYLISTED, START))
                .contains(new News.Retry(minute(5)));
        assertThat(greylists.mustWait(TRIPLET, minute(4))).isTrue();
        assertThat(greylists.mustWait(OTHER, minute(4))).isFalse();
        assertThat(greylists.mustWait(TRIPLET, minute(5))).isFalse();

        assertThat(greylists.heard(TRIPLET, Outcome.GREYLISTED, minute(6)))
                .contains(new News.Retry(minute(21)));
        assertThat(greylists.nextTry(List.of(OTHER, TRIPLET), minute(6))).contains(minute(21));
    }

    @Test
    void after_the_last_wait_the_interval_holds_and_a_pass_is_still_measured() {
        greylists.heard(TRIPLET, Outcome.GREYLISTED, START);
        greylists.heard(TRIPLET, Outcome.GREYLISTED, minute(5));

        assertThat(greylists.heard(TRIPLET, Outcome.GREYLISTED, minute(20))).isEmpty();
        assertThat(greylists.mustWait(TRIPLET, minute(21))).isFalse();
        assertThat(greylists.heard(TRIPLET, Outcome.ACCEPTED, minute(30)))
                .contains(new News.Passed(Duration.ofMinutes(30)));
        assertThat(greylists.greylisted()).isEmpty();
    }

    @Test
    void what_else_is_said_meanwhile_changes_nothing() {
        greylists.heard(TRIPLET, Outcome.GREYLISTED, START);

        assertThat(greylists.heard(TRIPLET, Outcome.CONNECT_TIMEOUT, minute(5))).isEmpty();
        assertThat(greylists.isGreylisted(TRIPLET)).isTrue();
    }

    @Test
    void who_is_not_let_in_for_a_day_is_given_up_and_begins_anew() {
        greylists.heard(TRIPLET, Outcome.GREYLISTED, START);

        assertThat(greylists.heard(TRIPLET, Outcome.GREYLISTED, START.plus(Greylists.LIMIT)))
                .contains(new News.GaveUp());
        assertThat(greylists.isGreylisted(TRIPLET)).isFalse();
        assertThat(greylists.heard(TRIPLET, Outcome.GREYLISTED, START.plus(Duration.ofDays(2))))
                .containsInstanceOf(News.Retry.class);
    }

    @Test
    void who_was_let_in_is_remembered_for_35_days_after_the_last_time() {
        greylists.heard(TRIPLET, Outcome.GREYLISTED, START);
        greylists.heard(TRIPLET, Outcome.ACCEPTED, minute(6));
        Instant seen = START.plus(Duration.ofDays(10));
        greylists.heard(TRIPLET, Outcome.ACCEPTED, seen);

        greylists.forget(seen.plus(Duration.ofDays(35)));
        assertThat(greylists.letIn()).containsEntry(TRIPLET, seen);
        greylists.forget(seen.plus(Duration.ofDays(35)).plusSeconds(1));
        assertThat(greylists.letIn()).isEmpty();
    }

    @Test
    void who_was_never_put_off_is_not_remembered() {
        greylists.heard(TRIPLET, Outcome.ACCEPTED, START);

        assertThat(greylists.letIn()).isEmpty();
    }

    @Test
    void it_goes_on_after_a_restart() {
        greylists.heard(TRIPLET, Outcome.GREYLISTED, START);
        Greylists after =
                new Greylists(() -> List.of(Duration.ofMinutes(5), Duration.ofMinutes(15)));
        after.restore(greylists.greylisted(), greylists.letIn());

        assertThat(after.mustWait(TRIPLET, minute(4))).isTrue();
        assertThat(after.heard(TRIPLET, Outcome.ACCEPTED, minute(7)))
                .contains(new News.Passed(Duration.ofMinutes(7)));
    }

    private static Instant minute(int number) {
        return START.plus(Duration.ofMinutes(number));
    }
}
