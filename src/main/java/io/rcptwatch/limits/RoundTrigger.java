package io.rcptwatch.limits;

/** Why a round is held. */
public enum RoundTrigger {
    /** It is the target's turn. */
    REGULAR,
    /** We were greylisted, and were to come again. */
    RETRY,
    /** The status has changed: once more, before anybody is called. */
    RECHECK
}
