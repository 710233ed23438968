package io.rcptwatch.yaml;

import java.io.Serial;

/**
 * Ends the reading of a value that is wrong. Unchecked, so that readers compose: the method that
 * begins to read a file catches it and notes the mistake in {@link Mistakes}.
 */
public final class MistakeException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1;

    private final transient Mistake mistake;

    MistakeException(Mistake mistake) {
        super(mistake.toString());
        this.mistake = mistake;
    }

    Mistake mistake() {
        return mistake;
    }
}
