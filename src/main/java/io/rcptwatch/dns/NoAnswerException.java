package io.rcptwatch.dns;

/** A DNS server said something, but did not answer. The message says in a few words what it was. */
final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean bogus;

    NoAnswerException(String message) {
        this(message, false);
    }

    NoAnswerException(String message, boolean bogus) {
        super(message, null, false, false);
        this.bogus = bogus;
    }

    /** Whether the server, which validates, says that DNSSEC forbids to believe the answer. */
    boolean bogus() {
        return bogus;
    }
}
