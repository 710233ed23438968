package io.rcptwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SinceTest {
    private static final Instant NOW = Instant.parse("2026-03-04T02:59:30Z");

    private static String text(String began) {
        return Since.of(Optional.of(Instant.parse(began)), NOW).text();
    }

    @Test
    void a_status_of_today_shows_its_time_and_how_long_it_lasts() {
        assertThat(text("2026-03-04T02:41:00Z")).isEqualTo("since 02:41 UTC, 18 min");
        assertThat(text("2026-03-04T02:59:31Z")).isEqualTo("since 02:59 UTC, 0 min");
    }

    @Test
    void an_older_one_shows_its_day() {
        assertThat(text("2026-03-03T22:00:00Z")).isEqualTo("since 2026-03-03 22:00 UTC, 4 h");
        assertThat(text("2026-02-28T03:00:00Z")).isEqualTo("since 2026-02-28 03:00 UTC, 3 days");
    }

    @Test
    void a_pending_one_shows_nothing() {
        assertThat(Since.of(Optional.empty(), NOW).text()).isEmpty();
    }
}
