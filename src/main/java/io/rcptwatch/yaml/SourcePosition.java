package io.rcptwatch.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Where in the file something stands, and under which key.
 *
 * @param key the dotted path; empty for the whole document
 * @param line from 1
 * @param column from 1
 */
public record SourcePosition(String key, int line, int column) {
    /** Of what no file says. */
    public static final SourcePosition NOWHERE = new SourcePosition("(none)", 1, 1);

    public static SourcePosition of(String key, Mark mark) {
        return new SourcePosition(key, mark.getLine() + 1, mark.getColumn() + 1);
    }

    public static SourcePosition of(String key, Node node) {
        return of(key, node.getStartMark());
    }

    /** A key of the section that stands here, still at the section's own start. */
    public SourcePosition under(String name) {
        String shown = QuotedValue.escaped(name);
        return new SourcePosition(key.isEmpty() ? shown : key + "." + shown, line, column);
    }

    /** An item of the list that stands here. */
    public SourcePosition item(int index, Node node) {
        return of(key + "[" + index + "]", node);
    }

    /** The same key, where this node stands. */
    public SourcePosition at(Node node) {
        return of(key, node);
    }
}
