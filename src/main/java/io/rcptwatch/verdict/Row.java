package io.rcptwatch.verdict;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One mapping of a table, read strictly: texts and lists of texts under known keys only. */
final class Row {
    private final String file;
    private final int line;
    private final Map<String, Node> values = new HashMap<>();

    private Row(String file, Node node, Set<String> keys) {
        this.file = file;
        this.line = node.getStartMark().getLine() + 1;
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("a mapping is wanted here");
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = scalar(entry.getKeyNode());
            if (!keys.contains(key)) {
                throw wrong(key + ": unknown key");
            }
            if (values.put(key, entry.getValueNode()) != null) {
                throw wrong(key + ": stands twice");
            }
        }
    }

    /** The rows of a resource beside this class. */
    static List<Row> ofResource(String file, Set<String> keys) {
        try (Reader reader =
                new InputStreamReader(
                        Objects.requireNonNull(Row.class.getResourceAsStream(file), file),
                        StandardCharsets.UTF_8)) {
            return of(file, reader, keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a YAML sequence of mappings. */
    static List<Row> of(String file, Reader yaml, Set<String> keys) {
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(yaml);
        } catch (MarkedYAMLException e) {
            throw new BadTableException(
                    file, e.getProblemMark().getLine() + 1, "no YAML: " + e.getProblem());
        }
        if (!(root instanceof SequenceNode sequence)) {
            throw new BadTableException(file, 1, "a sequence of rows is wanted");
        }
        return sequence.getValue().stream().map(node -> new Row(file, node, keys)).toList();
    }

    /** The text under a key that must be there. */
    String text(String key) {
        return optional(key).orElseThrow(() -> wrong(key + ": is missing"));
    }

    /** The text under a key that may be there. */
    Optional<String> optional(String key) {
        return Optional.ofNullable(values.get(key)).map(this::scalar);
    }

    /** The texts under a key: a list, or one text alone; none where the key is absent. */
    List<String> texts(String key) {
        Node node = values.get(key);
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(this::scalar).toList();
        }
        return optional(key).stream().toList();
    }

    /** A complaint about this row. */
    BadTableException wrong(String complaint) {
        return new BadTableException(file, line, complaint);
    }

    private String scalar(Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw new BadTableException(
                file, node.getStartMark().getLine() + 1, "a text is wanted here");
    }
}
