package io.rcptwatch.verdict;

import java.io.Serial;

/** A table of rules, codes or providers is wrong; the message names file, line and key. */
public final class BadTableException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1;

    BadTableException(String file, int line, String complaint) {
        super(file + ":" + line + ": " + complaint);
    }
}
