package io.rcptwatch.config;

import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.SourcePosition;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What a value can be, and how it is read.
 *
 * @param <T> what it becomes
 */
sealed interface Type<T> permits Scalar, ListOf, Section {
    /** In a word or two, for people. */
    String name();

    /** The values that there can be, for people. */
    String allowed();

    /** The same where it overrides what {@code defaults} gives. */
    default Type<T> inherited() {
        return this;
    }

    /** Empty where the node holds no such value: the mistake is noted then. */
    Optional<T> read(Node node, SourcePosition place, Mistakes mistakes);
}
