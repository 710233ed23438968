package io.rcptwatch.yaml;

import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Text of the file as complaints show it: one line, cut short, nothing that a terminal obeys. */
public final class QuotedValue {
    private static final int MOST = 80;

    private QuotedValue() {}

    public static String escaped(String text) {
        return escaped(text, MOST);
    }

    /** As much of a text as that many characters. */
    public static String escaped(String text, int most) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(most).forEach(c -> append(shown, c));
        return text.codePointCount(0, text.length()) > most ? shown + "…" : shown.toString();
    }

    public static String quoted(String text) {
        return '"' + escaped(text) + '"';
    }

    /** A scalar's value: text in quotes, numbers and truth values without. */
    public static String value(ScalarNode node) {
        return node.getTag().equals(Tag.STR) ? quoted(node.getValue()) : escaped(node.getValue());
    }

    /** What a node is, where it is not of the kind that is wanted. */
    public static String kind(Node node) {
        return switch (node.getTag().getValue()) {
            case "tag:yaml.org,2002:map" -> "is a mapping";
            case "tag:yaml.org,2002:seq" -> "is a list";
            case "tag:yaml.org,2002:null" -> "has no value";
            case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float" -> of(node) + "is a number";
            case "tag:yaml.org,2002:bool" -> of(node) + "is a truth value";
            case "tag:yaml.org,2002:str" -> of(node) + "is text";
            default -> "has the tag " + quoted(node.getTag().getValue());
        };
    }

    private static String of(Node node) {
        return node instanceof ScalarNode scalar ? value(scalar) + " " : "";
    }

    private static void append(StringBuilder shown, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    shown.append("\\u{").append(Integer.toHexString(c)).append('}');
            default -> shown.appendCodePoint(c);
        }
    }
}
