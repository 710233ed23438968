package io.rcptwatch.sandbox;

import io.rcptwatch.yaml.Mistakes;
import java.io.Serial;

/** A mistake in a world file; the message is one line: {@code file:line:column: key: what}. */
public final class WorldFileException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    WorldFileException(Mistakes mistakes) {
        super(mistakes.inFileOrder().getFirst().toString());
    }
}
