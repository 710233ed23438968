package io.rcptwatch.agent;

import java.util.Locale;

/** Why somebody was not asked: the closed set behind the label {@code reason}. */
public enum SkipReason {
    /** The round before is still going on. */
    STILL_RUNNING,
    /** The host has only addresses that the configuration refuses. */
    PRIVATE_ADDRESS;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code reason}. */
    public String label() {
        return label;
    }
}
