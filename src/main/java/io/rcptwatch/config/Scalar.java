package io.rcptwatch.config;

import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.QuotedValue;
import io.rcptwatch.yaml.SourcePosition;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A single value.
 *
 * @param name what it is called
 * @param tag what YAML must take it for
 * @param allowed which ones are taken
 * @param parser from its text
 */
record Scalar<T>(String name, Tag tag, String allowed, Parser<T> parser) implements Type<T> {
    /** From text to a value. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws UnfitException;
    }

    static <T> Scalar<T> text(String name, String allowed, Parser<T> parser) {
        return new Scalar<>(name, Tag.STR, allowed, parser);
    }

    @Override
    public Optional<T> read(Node node, SourcePosition place, Mistakes mistakes) {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(tag)) {
            mistakes.add(place, QuotedValue.kind(node) + "; allowed: " + allowed);
            return Optional.empty();
        }
        try {
            return Optional.of(parser.parse(scalar.getValue()));
        } catch (UnfitException e) {
            mistakes.add(
                    place,
                    QuotedValue.value(scalar) + " " + e.complaint() + "; allowed: " + allowed);
            return Optional.empty();
        }
    }
}
