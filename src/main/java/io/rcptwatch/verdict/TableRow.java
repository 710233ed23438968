package io.rcptwatch.verdict;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One mapping of a table, read strictly: texts and lists of texts under known keys only. */
final class TableRow {
    private final String file;
    private final Mark start;
    private final Map<String, Node> values = new HashMap<>();

    private TableRow(String file, Node node, Set<String> keys) {
        this.file = file;
        this.start = node.getStartMark();
        if (!(node instanceof MappingNode mapping)) {
            throw new BadTableException(file, start, "(row)", "a mapping is wanted here");
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = scalar("(row)", entry.getKeyNode());
            Mark mark = entry.getKeyNode().getStartMark();
            if (!keys.contains(key)) {
                String allowed = String.join(", ", keys.stream().sorted().toList());
                throw new BadTableException(file, mark, key, "is no key here; allowed: " + allowed);
            }
            if (values.put(key, entry.getValueNode()) != null) {
                throw new BadTableException(file, mark, key, "stands twice");
            }
        }
    }

    /** The rows of a resource beside this class. */
    static List<TableRow> ofResource(String file, Set<String> keys) {
        try (Reader reader =
                new InputStreamReader(
                        Objects.requireNonNull(TableRow.class.getResourceAsStream(file), file),
                        StandardCharsets.UTF_8)) {
            return of(file, reader, keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a YAML sequence of mappings; the first mistake is thrown. */
    static List<TableRow> of(String file, Reader yaml, Set<String> keys) {
        return read(
                file,
                yaml,
                keys,
                row -> row,
                complaint -> {
                    throw complaint;
                });
    }

    /**
     * What a YAML sequence of mappings says, each row read by itself: one that is wrong is left out
     * and complained about, and the others are read all the same.
     */
    static <T> List<T> read(
            String file,
            Reader yaml,
            Set<String> keys,
            Function<TableRow, T> reader,
            Consumer<BadTableException> complaints) {
        List<T> things = new ArrayList<>();
        for (Node node : rows(file, yaml, complaints)) {
            try {
                things.add(reader.apply(new TableRow(file, node, keys)));
            } catch (BadTableException e) {
                complaints.accept(e);
            }
        }
        return things;
    }

    private static List<Node> rows(
            String file, Reader yaml, Consumer<BadTableException> complaints) {
        Mark top = new Mark(file, 0, 0, 0, new int[0], 0);
        try {
            Node root = new Yaml(new LoaderOptions()).compose(yaml);
            if (root instanceof SequenceNode sequence) {
                return sequence.getValue();
            }
            Mark mark = root == null ? top : root.getStartMark();
            complaints.accept(
                    new BadTableException(file, mark, "(file)", "a sequence of rows is wanted"));
        } catch (MarkedYAMLException e) {
            Mark mark = Objects.requireNonNullElse(e.getProblemMark(), top);
            complaints.accept(
                    new BadTableException(file, mark, "(yaml)", "no YAML: " + e.getProblem()));
        }
        return List.of();
    }

    /** The text under a key that must be there. */
    String text(String key) {
        return optional(key).orElseThrow(() -> wrong(key, "is missing"));
    }

    /** The text under a key that may be there. */
    Optional<String> optional(String key) {
        return Optional.ofNullable(values.get(key)).map(node -> scalar(key, node));
    }

    /** The text under a key that must be there; it may be empty. */
    String raw(String key) {
        return ((ScalarNode) Objects.requireNonNull(values.get(key), key)).getValue();
    }

    /** The texts under a key: a list, or one text alone; none where the key is absent. */
    List<String> texts(String key) {
        Node node = values.get(key);
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(item -> scalar(key, item)).toList();
        }
        return optional(key).stream().toList();
    }

    /** A complaint about what stands under a key, or about this row where it is absent. */
    BadTableException wrong(String key, String complaint) {
        Node value = values.get(key);
        return new BadTableException(
                file, value == null ? start : value.getStartMark(), key, complaint);
    }

    private String scalar(String key, Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw new BadTableException(file, node.getStartMark(), key, "a text is wanted here");
    }
}
