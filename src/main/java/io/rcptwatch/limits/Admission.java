package io.rcptwatch.limits;

/** What becomes of a place in the queue. */
public sealed interface Admission {
    /** Whose place it was. */
    Ticket ticket();

    /** The conversation may begin, and {@link Gate#leave} must be told when it is over. */
    record Granted(Ticket ticket) implements Admission {}

    /** The conversation is not to be held. */
    record Denied(Ticket ticket, DenialReason reason) implements Admission {}

    /** Why a conversation is not held. */
    enum DenialReason {
        /** There was no room for it in time. */
        BUDGET,
        /** The receiver does not want us, and is left alone. */
        BACKOFF
    }
}
