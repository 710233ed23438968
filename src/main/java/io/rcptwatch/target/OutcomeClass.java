package io.rcptwatch.target;

import java.util.Locale;

/** The coarse kind of an {@link Outcome}: the closed set behind the label {@code class}. */
public enum OutcomeClass {
    OK,
    DEFERRED,
    REJECTED,
    DNS,
    NETWORK,
    TLS,
    LOCAL;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code class}. */
    public String label() {
        return label;
    }
}
