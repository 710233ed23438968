package io.rcptwatch.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.YamlDocument;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML document as an editor hands it to a validator. */
final class YamlAsJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private YamlAsJson() {}

    /** Empty where the file is no YAML document. */
    static Optional<JsonNode> of(Path file) {
        Mistakes mistakes = new Mistakes(file.toString());
        return YamlDocument.read(file, mistakes).map(YamlAsJson::json);
    }

    static JsonNode of(String yaml) {
        return YamlDocument.compose(yaml, new Mistakes("text")).map(YamlAsJson::json).orElseThrow();
    }

    private static JsonNode json(Node node) {
        return switch (node) {
            case MappingNode mapping -> object(mapping);
            case SequenceNode list -> array(list);
            case ScalarNode scalar -> value(scalar);
            default -> throw new AssertionError(node);
        };
    }

    private static ObjectNode object(MappingNode mapping) {
        ObjectNode object = JSON.objectNode();
        mapping.getValue()
                .forEach(entry -> object.set(name(entry.getKeyNode()), json(entry.getValueNode())));
        return object;
    }

    private static String name(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : "?";
    }

    private static ArrayNode array(SequenceNode list) {
        ArrayNode array = JSON.arrayNode();
        list.getValue().forEach(item -> array.add(json(item)));
        return array;
    }

    private static JsonNode value(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        if (tag.equals(Tag.INT)) {
            BigInteger number = new BigInteger(text);
            return number.bitLength() < Integer.SIZE
                    ? JSON.numberNode(number.intValue())
                    : JSON.numberNode(number);
        }
        return tag.equals(Tag.FLOAT) ? JSON.numberNode(new BigDecimal(text)) : JSON.textNode(text);
    }
}
