package io.rcptwatch.watch;

import java.util.Locale;

/** What can keep the agent from its work: the closed set behind the label {@code reason}. */
public enum HealthProblem {
    /** The loop that begins the rounds stands still. */
    SCHEDULE_STALLED("the schedule stands still"),
    /** Hardly a file descriptor is left, so that hardly a connection can be made. */
    DESCRIPTORS_USED_UP("file descriptors are used up"),
    /** The DNS told us nothing, whatever we asked lately. */
    RESOLVER_SILENT("the DNS resolver gives no answers");

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String description;

    HealthProblem(String description) {
        this.description = description;
    }

    /** The value of the label {@code reason}. */
    public String label() {
        return label;
    }

    /** For people, as a part of a sentence. */
    public String description() {
        return description;
    }
}
