package io.rcptwatch.limits;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * A place in the queue for one conversation.
 *
 * @param contact who wants to talk to whom
 * @param since when the same was asked last: who waits longest comes first
 * @param deadline from when on it is no longer worth it
 * @param interval from one round of the target to the next
 * @param number in the order of asking
 */
record Ticket(LimitKey contact, Instant since, Instant deadline, Duration interval, long number)
        implements Comparable<Ticket> {
    static final Comparator<Ticket> BY_DEADLINE =
            Comparator.comparing(Ticket::deadline).thenComparingLong(Ticket::number);

    @Override
    public int compareTo(Ticket other) {
        int bySince = since.compareTo(other.since);
        return bySince == 0 ? Long.compare(number, other.number) : bySince;
    }
}
