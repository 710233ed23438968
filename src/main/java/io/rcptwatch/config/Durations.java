package io.rcptwatch.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 1d}, {@code 1h30m}, {@code 500ms}. */
final class Durations {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final List<ChronoUnit> UNITS =
            List.of(
                    ChronoUnit.DAYS,
                    ChronoUnit.HOURS,
                    ChronoUnit.MINUTES,
                    ChronoUnit.SECONDS,
                    ChronoUnit.MILLIS);

    private Durations() {}

    /** More than nothing, and no more than {@code most}. */
    static Duration parse(String text, Duration most) throws UnfitException {
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new UnfitException("is no duration");
        }
        Duration duration = sum(matcher);
        if (duration.isZero()) {
            throw new UnfitException("is no time at all");
        }
        if (duration.compareTo(most) > 0) {
            throw new UnfitException("is too long");
        }
        return duration;
    }

    private static Duration sum(Matcher matcher) {
        Duration sum = Duration.ZERO;
        for (int i = 0; i < UNITS.size(); i++) {
            String amount = matcher.group(i + 1);
            sum = sum.plus(amount == null ? 0 : Long.parseLong(amount), UNITS.get(i));
        }
        return sum;
    }

    /** As it would be written in the file, the largest units first. */
    static String shown(Duration duration) {
        return part(duration.toDaysPart(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s")
                + part(duration.toMillisPart(), "ms");
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }
}
