package io.rcptwatch.verdict;

import java.io.Serial;
import org.yaml.snakeyaml.error.Mark;

/** A table of rules, codes or providers is wrong; the message names file, line, column and key. */
public final class BadTableException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1;

    BadTableException(String file, Mark mark, String key, String complaint) {
        super(
                "%s:%d:%d: %s: %s"
                        .formatted(file, mark.getLine() + 1, mark.getColumn() + 1, key, complaint));
    }
}
