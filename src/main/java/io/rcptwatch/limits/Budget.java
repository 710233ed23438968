package io.rcptwatch.limits;

import io.rcptwatch.target.Politeness.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is left of an allowance. */
final class Budget {
    private Allowance allowance;
    // Two seconds of a minute and an hour of a day are what the slices may cost.
    private final SlidingWindow minute = new SlidingWindow(Duration.ofMinutes(1), 30);
    private final SlidingWindow day = new SlidingWindow(Duration.ofDays(1), 24);
    private int inside;
    private Instant latest = Instant.MIN;

    Budget(Allowance allowance) {
        this.allowance = allowance;
    }

    /** From now on that much is allowed; what is used stays so. */
    void allow(Allowance other) {
        allowance = other;
    }

    boolean open(Instant now) {
        return inside < allowance.atOnce()
                && minute.used(now) < allowance.perMinute()
                && day.used(now) < allowance.perDay();
    }

    /** When the minute and the day allow one more; empty: now. */
    Optional<Instant> opensAt(Instant now) {
        if (day.used(now) >= allowance.perDay()) {
            return Optional.of(day.below(allowance.perDay()));
        }
        return minute.used(now) >= allowance.perMinute()
                ? Optional.of(minute.below(allowance.perMinute()))
                : Optional.empty();
    }

    void enter(Instant now) {
        inside++;
        latest = now;
        minute.count(now);
        day.count(now);
    }

    void leave() {
        inside--;
    }

    int inside() {
        return inside;
    }

    void restore(BudgetUse spent, Instant now) {
        spent.minute().forEach(slice -> minute.restore(slice, now));
        spent.day().forEach(slice -> day.restore(slice, now));
        latest = now;
    }

    /** Whether it changed then or later. */
    boolean usedSince(Instant moment) {
        return !latest.isBefore(moment);
    }

    SlidingWindow minute() {
        return minute;
    }

    SlidingWindow day() {
        return day;
    }

    Allowance allowance() {
        return allowance;
    }

    /** Whether nobody would notice if it were made anew. */
    boolean untouched(Instant now) {
        return inside == 0 && day.used(now) == 0;
    }
}
