package io.rcptwatch.config;

import io.rcptwatch.yaml.Mistake;
import java.util.List;

/** What came of reading a configuration file. */
public sealed interface LoadResult {
    /** Nothing is wrong with it. */
    record Loaded(Configuration configuration) implements LoadResult {}

    /**
     * Something is.
     *
     * @param mistakes all of them, at least one, in the order of the file
     */
    record InvalidConfiguration(List<Mistake> mistakes) implements LoadResult {
        public InvalidConfiguration {
            mistakes = List.copyOf(mistakes);
        }
    }
}
