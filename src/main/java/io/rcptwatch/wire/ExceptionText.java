package io.rcptwatch.wire;

import io.rcptwatch.target.SafeText;
import java.util.Objects;

/** What an exception says, for people. */
final class ExceptionText {
    private static final int LONGEST = 200;

    private ExceptionText() {}

    /** Its message on one line, without anything unprintable, at most 200 characters. */
    static String oneLine(Exception e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        return SafeText.line(message, LONGEST);
    }
}
