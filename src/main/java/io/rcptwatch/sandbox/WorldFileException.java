package io.rcptwatch.sandbox;

import java.io.Serial;
import java.nio.file.Path;

/** A mistake in a world file; the message is one line: {@code file:line:column: key: what}. */
public final class WorldFileException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    /**
     * A mistake.
     *
     * @param line counted from 1
     * @param column counted from 1
     * @param message the key, and what is wrong and what is allowed
     */
    WorldFileException(Path file, int line, int column, String message) {
        super((file + ":" + line + ":" + column + ": " + message).replaceAll("\\p{Cntrl}+", " "));
    }
}
