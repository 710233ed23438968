package io.rcptwatch.config;

import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.QuotedValue;
import io.rcptwatch.yaml.SourcePosition;
import io.rcptwatch.yaml.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping with fixed keys.
 *
 * @param keys all that there are, in the order in which people would write them
 */
record Section(List<Key<?>> keys) implements Type<Values> {
    static Section of(Key<?>... keys) {
        return new Section(List.of(keys));
    }

    @Override
    public Section inherited() {
        return new Section(keys.stream().<Key<?>>map(Key::inherited).toList());
    }

    @Override
    public String name() {
        return "mapping";
    }

    @Override
    public String allowed() {
        return "a mapping of " + String.join(", ", names());
    }

    @Override
    public Optional<Values> read(Node node, SourcePosition place, Mistakes mistakes) {
        if (!(node instanceof MappingNode mapping) || !mapping.getTag().equals(Tag.MAP)) {
            mistakes.add(place, QuotedValue.kind(node) + "; allowed: " + allowed());
            return Optional.empty();
        }
        Map<String, Optional<Value<?>>> given = given(mapping, place, mistakes);
        for (Key<?> key : keys) {
            if (key.isRequired() && !given.containsKey(key.name())) {
                mistakes.add(
                        place.under(key.name()), "is missing; allowed: " + key.type().allowed());
            }
        }
        return Optional.of(new Values(given));
    }

    private Map<String, Optional<Value<?>>> given(
            MappingNode mapping, SourcePosition place, Mistakes mistakes) {
        Map<String, Optional<Value<?>>> given = new HashMap<>();
        Map<String, SourcePosition> seen = new HashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            String name = name(entry.getKeyNode());
            SourcePosition at = place.under(name).at(entry.getKeyNode());
            SourcePosition first = seen.putIfAbsent(name, at);
            Optional<Key<?>> key = named(name);
            if (key.isEmpty()) {
                mistakes.add(at, unknown(name));
            } else if (first != null) {
                mistakes.add(at, "is given in line " + first.line() + " already; allowed: once");
            } else {
                given.put(name, value(key.get(), entry.getValueNode(), at, mistakes));
            }
        }
        return given;
    }

    private static <T> Optional<Value<?>> value(
            Key<T> key, Node node, SourcePosition at, Mistakes mistakes) {
        SourcePosition place = at.at(node);
        return key.type().read(node, place, mistakes).map(value -> new Value<>(value, place));
    }

    /** A key that is a list or a mapping is shown by the sign that YAML has for such keys. */
    private static String name(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : "?";
    }

    private String unknown(String name) {
        return "is no key here"
                + Suggestion.of(name, names())
                + "; allowed: "
                + String.join(", ", names());
    }

    private Optional<Key<?>> named(String name) {
        return keys.stream().<Key<?>>map(k -> k).filter(k -> k.name().equals(name)).findFirst();
    }

    private List<String> names() {
        return keys.stream().<String>map(Key::name).toList();
    }
}
