package io.rcptwatch.spf;

import java.util.Locale;

/** What an SPF evaluation can come to (RFC 7208 §2.6). */
public enum SpfVerdict {
    /** There is no record, or no domain that could have one. */
    NONE,
    NEUTRAL,
    PASS,
    FAIL,
    SOFTFAIL,
    /** The DNS gave no answer: another time it may. */
    TEMPERROR,
    /** The record is broken, and stays so until somebody mends it. */
    PERMERROR;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As RFC 7208 writes it. */
    public String label() {
        return label;
    }
}
