package io.rcptwatch.report;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Durations as JSON has them. */
final class Seconds {
    private Seconds() {}

    /** To the microsecond: more is noise. */
    static double of(Duration duration) {
        return duration.truncatedTo(ChronoUnit.MICROS).toNanos() / 1e9;
    }
}
