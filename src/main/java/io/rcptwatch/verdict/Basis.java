package io.rcptwatch.verdict;

import java.util.Locale;

/** What of a reply decided its {@link Verdict}: the closed set behind the label {@code basis}. */
public enum Basis {
    /** Its words, by a rule. */
    TEXT,
    /** Its code alone: half of such guesses at the cause are wrong. */
    CODE,
    /** Nothing in a reply: no rule and no code tells the cause, or no reply decided. */
    NONE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code basis}. */
    public String label() {
        return label;
    }
}
