package io.rcptwatch.config;

import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.QuotedValue;
import io.rcptwatch.yaml.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Several values in an order, single ones not twice. Items that are wrong are noted and left out.
 *
 * @param item what each can be
 * @param items what they are called
 * @param most how many there may be; there must be one
 */
record ListOf<E>(Type<E> item, String items, int most) implements Type<List<Value<E>>> {
    @Override
    public String name() {
        return "list of " + items;
    }

    @Override
    public String allowed() {
        String count = most == Integer.MAX_VALUE ? "at least 1" : "1 to " + most;
        return "a list of " + count + ", each " + item.allowed();
    }

    @Override
    public Optional<List<Value<E>>> read(Node node, SourcePosition place, Mistakes mistakes) {
        if (!(node instanceof SequenceNode list) || !list.getTag().equals(Tag.SEQ)) {
            mistakes.add(place, QuotedValue.kind(node) + "; allowed: " + allowed());
            return Optional.empty();
        }
        int size = list.getValue().size();
        if (size == 0 || size > most) {
            mistakes.add(place, "has " + size + " items; allowed: " + allowed());
            return Optional.empty();
        }
        return Optional.of(items(list.getValue(), place, mistakes));
    }

    private List<Value<E>> items(List<Node> nodes, SourcePosition list, Mistakes mistakes) {
        List<Value<E>> values = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            SourcePosition place = list.item(i, nodes.get(i));
            item.read(nodes.get(i), place, mistakes)
                    .ifPresent(value -> values.add(new Value<>(value, place)));
        }
        // What makes two mappings the same is for those to say who know their keys.
        if (item instanceof Scalar<E>) {
            noneTwice(values, mistakes);
        }
        return values;
    }

    private void noneTwice(List<Value<E>> values, Mistakes mistakes) {
        Map<E, SourcePosition> seen = new HashMap<>();
        for (Value<E> value : values) {
            SourcePosition first = seen.putIfAbsent(value.value(), value.place());
            if (first != null) {
                mistakes.add(value.place(), "is " + first.key() + " again; allowed: once");
            }
        }
    }
}
