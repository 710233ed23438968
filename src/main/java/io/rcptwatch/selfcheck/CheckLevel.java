package io.rcptwatch.selfcheck;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** How a check went, from best to worst. */
public enum CheckLevel {
    PASS,
    /** A lookup failed, or it cannot be told: never a reproach. */
    UNKNOWN,
    FAIL;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The word for it. */
    public String label() {
        return label;
    }

    /** The worst of them; of none: nothing is known. */
    static CheckLevel worst(Stream<CheckLevel> results) {
        return results.max(Comparator.naturalOrder()).orElse(UNKNOWN);
    }
}
