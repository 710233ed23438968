package io.rcptwatch.pace;

/** Why a round is held. */
public enum Occasion {
    /** It is the target's turn. */
    REGULAR,
    /** We were greylisted, and were to come again. */
    RETRY,
    /** The status has changed: once more, before anybody is called. */
    RECHECK
}
