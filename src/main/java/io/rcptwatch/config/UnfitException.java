package io.rcptwatch.config;

/** A text that is not what it should be; the message goes on after the text: "is no duration". */
public final class UnfitException extends Exception {
    private static final long serialVersionUID = 1;

    UnfitException(String complaint) {
        super(complaint, null, false, false); // It is an answer, not a fault: no stack trace.
    }

    /** What is wrong, as the rest of a sentence that begins with the text. */
    public String complaint() {
        return String.valueOf(getMessage());
    }
}
