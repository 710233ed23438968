package io.rcptwatch.mtasts;

/** A record or a policy that is against its grammar. */
final class BadSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Without a stack trace: it is a mistake of the domain's, not of the program.
     *
     * @param detail one line in our own words, without any of theirs
     */
    BadSyntaxException(String detail) {
        super(detail, null, false, false);
    }

    /** What is wrong. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
