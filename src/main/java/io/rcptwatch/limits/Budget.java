package io.rcptwatch.limits;

import io.rcptwatch.target.Politeness.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What is left of an allowance. */
final class Budget {
    // Two seconds of a minute and an hour of a day are what the slices may cost.
    static final Duration MINUTE_SLICE = Duration.ofSeconds(2);
    static final Duration DAY_SLICE = Duration.ofHours(1);

    private final Supplier<Allowance> allowance;
    private final SlidingWindow minute = new SlidingWindow(MINUTE_SLICE, 30);
    private final SlidingWindow day = new SlidingWindow(DAY_SLICE, 24);
    private int inside;
    private Instant latest = Instant.MIN;

    Budget(Supplier<Allowance> allowance) {
        this.allowance = allowance;
    }

    boolean open(Instant now) {
        Allowance most = allowance.get();
        return inside < most.atOnce()
                && minute.used(now) < most.perMinute()
                && day.used(now) < most.perDay();
    }

    /** When the minute and the day allow one more; empty: now. */
    Optional<Instant> opensAt(Instant now) {
        Allowance most = allowance.get();
        if (day.used(now) >= most.perDay()) {
            return Optional.of(day.below(most.perDay()));
        }
        return minute.used(now) >= most.perMinute()
                ? Optional.of(minute.below(most.perMinute()))
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
        return allowance.get();
    }

    /** Whether nobody would notice if it were made anew. */
    boolean untouched(Instant now) {
        return inside == 0 && day.used(now) == 0;
    }
}
