package io.rcptwatch.watch;

import java.util.Locale;

/** Where the answer about one domain comes from. */
public enum AnswerSource {
    /** The latest round: the caller wants no new one. */
    LATEST,
    /** A round that ended just now, begun for this caller or for another one. */
    FRESH,
    /** The latest round: the one before began less than the least interval ago. */
    TOO_SOON,
    /** The latest round: the budgets, or receivers that block us, allow no new one. */
    LEFT_OUT,
    /** The latest round: the new one was not over in time. */
    TOO_LATE,
    /** The latest round: the new one failed by a mistake of ours, or the agent stops. */
    GIVEN_UP;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code source}. */
    public String label() {
        return label;
    }
}
