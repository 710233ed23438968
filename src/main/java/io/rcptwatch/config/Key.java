package io.rcptwatch.config;

import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.SourcePosition;
import io.rcptwatch.yaml.YamlDocument;
import java.util.Optional;

/**
 * A key of the configuration: what it takes, what holds without it, and what it means.
 *
 * @param name as in the file
 * @param type what its value can be
 * @param need what holds without it
 * @param meaning in one sentence, for people
 */
record Key<T>(String name, Type<T> type, Need<T> need, String meaning) {
    /** What holds where the key is not given. */
    sealed interface Need<T> {
        /** It must be given. */
        record Required<T>() implements Need<T> {}

        /** Something that is no value of its own, in words. */
        record Otherwise<T>(String words) implements Need<T> {}

        /** A value, as it would be written in the file. */
        record BuiltIn<T>(String yaml, T value) implements Need<T> {}
    }

    static <T> Key<T> required(String name, Type<T> type, String meaning) {
        return new Key<>(name, type, new Need.Required<>(), meaning);
    }

    static <T> Key<T> optional(String name, Type<T> type, String otherwise, String meaning) {
        return new Key<>(name, type, new Need.Otherwise<>(otherwise), meaning);
    }

    /** The built-in value is read like one in a file, and must be as right. */
    static <T> Key<T> builtIn(String name, Type<T> type, String yaml, String meaning) {
        Mistakes mistakes = new Mistakes("built-in");
        T value =
                YamlDocument.compose(yaml, mistakes)
                        .flatMap(node -> type.read(node, SourcePosition.of(name, node), mistakes))
                        .orElseThrow(
                                () -> new IllegalStateException(mistakes.inFileOrder().toString()));
        return new Key<>(name, type, new Need.BuiltIn<>(yaml, value), meaning);
    }

    /** The same key where it overrides that of {@code defaults}. */
    Key<T> inherited() {
        return new Key<>(name, type.inherited(), new Need.Otherwise<>("as in defaults"), meaning);
    }

    /** The built-in value, if the key has one. */
    Optional<T> builtIn() {
        return need instanceof Need.BuiltIn<T>(_, T value) ? Optional.of(value) : Optional.empty();
    }

    boolean isRequired() {
        return need instanceof Need.Required<T>;
    }
}
