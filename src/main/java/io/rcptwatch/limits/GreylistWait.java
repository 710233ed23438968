package io.rcptwatch.limits;

import java.time.Duration;
import java.time.Instant;

/**
 * Somebody whom a receiver has told to come again.
 *
 * @param triplet who, to whom
 * @param since when that was first said
 * @param retries how many tries after the first one were planned
 * @param next when to try again, at the earliest
 */
public record GreylistWait(GreylistKey triplet, Instant since, int retries, Instant next) {
    /** The same, that much later. */
    public GreylistWait later(Duration by) {
        return new GreylistWait(triplet, since.plus(by), retries, next.plus(by));
    }
}
