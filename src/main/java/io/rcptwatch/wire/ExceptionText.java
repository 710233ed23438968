package io.rcptwatch.wire;

import java.util.Objects;

/** What an exception says, for people. */
final class ExceptionText {
    private static final int LONGEST = 200;

    private ExceptionText() {}

    /** Its message on one line, without anything unprintable, at most 200 characters. */
    static String oneLine(Exception e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        String line = message.replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
