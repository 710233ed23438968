package io.rcptwatch.pace;

/** What becomes of a place in the queue. */
public sealed interface Decision {
    /** Whose place it was. */
    Ticket ticket();

    /** The conversation may begin, and {@link Gate#leave} must be told when it is over. */
    record Granted(Ticket ticket) implements Decision {}

    /** The conversation is not to be held. */
    record Refused(Ticket ticket, Reason reason) implements Decision {}

    /** Why a conversation is not held. */
    enum Reason {
        /** There was no room for it in time. */
        BUDGET,
        /** The receiver does not want us, and is left alone. */
        BACKOFF
    }
}
