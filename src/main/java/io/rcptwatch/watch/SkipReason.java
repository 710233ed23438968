package io.rcptwatch.watch;

import io.rcptwatch.limits.Admission;
import java.util.Locale;

/** Why somebody was not asked: the closed set behind the label {@code reason}. */
public enum SkipReason {
    /** The round before is still going on. */
    STILL_RUNNING,
    /** The host has only addresses that the configuration refuses, which is also an outcome. */
    PRIVATE_ADDRESS,
    /** There was no room within the budgets in time. */
    BUDGET,
    /** The receiver does not want us, and is left alone for a while. */
    BACKOFF,
    /** We are greylisted, and it is too early to come again. */
    GREYLISTED,
    /** The recipient does not exist, and so is asked about more seldom. */
    RECIPIENT_UNKNOWN;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code reason}. */
    public String label() {
        return label;
    }

    public static SkipReason of(Admission.DenialReason reason) {
        return switch (reason) {
            case BUDGET -> BUDGET;
            case BACKOFF -> BACKOFF;
        };
    }
}
