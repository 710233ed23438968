package io.rcptwatch.web;

import jakarta.inject.Singleton;

/** Whether the agent has begun its work. */
@Singleton
public class Readiness {
    private volatile boolean started;

    /** The schedule runs from now on. */
    public void started() {
        started = true;
    }

    boolean ready() {
        return started;
    }
}
