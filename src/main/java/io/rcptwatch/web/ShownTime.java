package io.rcptwatch.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A point in time as people read it.
 *
 * @param iso for machines
 * @param utc to the second
 * @param ago how long it is past
 */
record ShownTime(String iso, String utc, String ago) {
    /** It never came. */
    static final ShownTime NEVER = new ShownTime("", "", "never");

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    static ShownTime of(Instant instant, Instant now) {
        return new ShownTime(
                instant.truncatedTo(ChronoUnit.SECONDS).toString(),
                UTC.format(instant),
                ago(Duration.between(instant, now)));
    }

    static ShownTime of(Optional<Instant> instant, Instant now) {
        return instant.map(i -> of(i, now)).orElse(NEVER);
    }

    private static String ago(Duration past) {
        if (past.toDays() >= 2) {
            return past.toDays() + " days ago";
        }
        if (past.toHours() >= 2) {
            return past.toHours() + " h ago";
        }
        if (past.toMinutes() >= 2) {
            return past.toMinutes() + " min ago";
        }
        return past.toSeconds() >= 1 ? past.toSeconds() + " s ago" : "just now";
    }
}
