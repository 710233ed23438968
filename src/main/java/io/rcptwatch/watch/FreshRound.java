package io.rcptwatch.watch;

/** What came of asking for a round now. */
public sealed interface FreshRound {
    /** It was held, for whoever asked or for somebody else who asked at the same time. */
    record Held(Round round) implements FreshRound {}

    /** There is none. */
    record NotHeld(Reason reason) implements FreshRound {}

    /** Why there is none. */
    enum Reason {
        /** The one before began less than the least interval ago. */
        TOO_SOON,
        /** Nobody could be asked: the budgets are used up, or the receivers do not want us. */
        LEFT_OUT,
        /** It was not over when patience was. */
        TOO_LATE,
        /** It was given up: a mistake of ours, or the agent stops. */
        GIVEN_UP
    }
}
