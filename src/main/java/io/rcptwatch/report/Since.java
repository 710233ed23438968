package io.rcptwatch.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a status began, as people read it.
 *
 * @param iso for machines; the empty text if the status is pending
 * @param text as {@code since 02:41 UTC, 18 min}, with the day unless that is today
 */
public record Since(String iso, String text) {
    /** The status is pending. */
    private static final Since UNKNOWN = new Since("", "");

    private static final DateTimeFormatter TIME = format("HH:mm 'UTC'");
    private static final DateTimeFormatter DAY = format("uuuu-MM-dd HH:mm 'UTC'");

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }

    /** As it reads at that moment. */
    public static Since of(Optional<Instant> began, Instant now) {
        return began.map(instant -> of(instant, now)).orElse(UNKNOWN);
    }

    private static Since of(Instant began, Instant now) {
        boolean today = began.truncatedTo(ChronoUnit.DAYS).equals(now.truncatedTo(ChronoUnit.DAYS));
        return new Since(
                began.truncatedTo(ChronoUnit.SECONDS).toString(),
                "since %s, %s"
                        .formatted(
                                (today ? TIME : DAY).format(began),
                                length(Duration.between(began, now))));
    }

    private static String length(Duration duration) {
        if (duration.toDays() >= 2) {
            return duration.toDays() + " days";
        }
        return duration.toHours() >= 2
                ? duration.toHours() + " h"
                : Math.max(0, duration.toMinutes()) + " min";
    }
}
