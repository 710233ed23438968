package io.rcptwatch.dns;

/** A DNS server said something, but did not answer. The message says in a few words what it was. */
final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoAnswerException(String message) {
        super(message, null, false, false);
    }
}
