package io.rcptwatch.verdict;

import java.util.Locale;

/** How a domain is, over all its hosts: the closed set behind the label {@code status}. */
public enum Status {
    /** The expected outcome at a host of the best preference. */
    DELIVERABLE,
    /** The expected outcome only at another host or family, or by chance. */
    DEGRADED,
    /** A sender keeps its mail and tries again. */
    DEFERRED,
    /** Mail bounces. */
    REJECTED,
    /** As deferred, and no host gave an answer. */
    UNREACHABLE,
    /** We could not find out. */
    INCONCLUSIVE,
    /** No round has ended yet. */
    PENDING;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code status}. */
    public String label() {
        return label;
    }
}
