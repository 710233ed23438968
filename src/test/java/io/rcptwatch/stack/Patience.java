package io.rcptwatch.stack;

import java.time.Duration;

/** Waits for what takes its time. */
final class Patience {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private Patience() {}

    /** Something that is not so yet. */
    interface Condition<E extends Exception> {
        boolean holds() throws E, InterruptedException;
    }

    /** Whether the condition came true within that time. */
    static <E extends Exception> boolean waits(Duration longest, Condition<E> condition)
            throws E, InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }
}
