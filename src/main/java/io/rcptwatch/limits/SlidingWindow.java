package io.rcptwatch.limits;

import io.rcptwatch.limits.BudgetUse.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Counts what happened in the last period, by slices of it. Between two slices it counts up to one
 * slice too much and never too little, so that a limit on it holds over any period of that length.
 */
final class SlidingWindow {
    private final long sliceMillis;
    private final int[] counts;
    private long newest;
    private int sum;

    /** Nothing happened yet. The period is so many slices. */
    SlidingWindow(Duration slice, int slices) {
        this.sliceMillis = slice.toMillis();
        // The oldest slice is still partly within the period.
        this.counts = new int[slices + 1];
    }

    int used(Instant now) {
        advance(now);
        return sum;
    }

    void count(Instant now) {
        advance(now);
        add(newest, 1);
    }

    /**
     * Counts what happened in a slice before; what is too old is left out. What seems still to come
     * counts as now: the clock was put back since.
     */
    void restore(Slice slice, Instant now) {
        advance(now);
        if (slice.number() > newest - counts.length) {
            add(Math.min(slice.number(), newest), slice.count());
        }
    }

    /** When less than that will have happened in the period before, if nothing more does. */
    Instant below(int limit) {
        int left = sum;
        long slice = newest - counts.length + 1;
        while (slice <= newest && left >= limit) {
            left -= counts[place(slice)];
            slice++;
        }
        return Instant.ofEpochMilli((slice - 1 + counts.length) * sliceMillis);
    }

    /** What happened, oldest first. */
    List<Slice> slices() {
        return LongStream.rangeClosed(newest - counts.length + 1, newest)
                .filter(slice -> sum > 0 && counts[place(slice)] > 0)
                .mapToObj(slice -> new Slice(slice, counts[place(slice)]))
                .toList();
    }

    private void add(long slice, int count) {
        counts[place(slice)] += count;
        sum += count;
    }

    private void advance(Instant now) {
        long slice = now.toEpochMilli() / sliceMillis;
        if (newest < slice - counts.length) {
            Arrays.fill(counts, 0);
            sum = 0;
            newest = slice;
        }
        while (newest < slice) {
            newest++;
            sum -= counts[place(newest)];
            counts[place(newest)] = 0;
        }
    }

    private int place(long slice) {
        return Math.floorMod(slice, counts.length);
    }
}
