package io.rcptwatch.config;

import java.util.List;

/** What came of reading a configuration file. */
public sealed interface Loading {
    /** Nothing is wrong with it. */
    record Loaded(Configuration configuration) implements Loading {}

    /**
     * Something is.
     *
     * @param mistakes all of them, at least one, in the order of the file
     */
    record Refused(List<Mistake> mistakes) implements Loading {
        public Refused {
            mistakes = List.copyOf(mistakes);
        }
    }
}
