package io.rcptwatch.wire;

import java.time.Duration;

/**
 * Ends all open conversations politely: a server that is busy answering gets a little more time,
 * then QUIT, and no conversation begins any more.
 */
public final class Shutdown {
    /** What a server that owes us an answer gets. */
    static final Duration GRACE = Duration.ofSeconds(3);

    private volatile boolean begun;
    private volatile long graceOver;

    /** Begins to stop. Takes effect in every open conversation within a few seconds. */
    public void begin() {
        graceOver = System.nanoTime() + GRACE.toNanos();
        begun = true;
    }

    /** Whether {@link #begin} was called. */
    public boolean begun() {
        return begun;
    }

    /** The earlier one of that {@code nanoTime} and the end of the grace. */
    long curtailed(long nanoTime) {
        return begun && graceOver - nanoTime < 0 ? graceOver : nanoTime;
    }
}
