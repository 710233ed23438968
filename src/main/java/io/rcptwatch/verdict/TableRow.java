package io.rcptwatch.verdict;

import io.rcptwatch.yaml.MistakeException;
import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.SourcePosition;
import io.rcptwatch.yaml.YamlDocument;
import io.rcptwatch.yaml.YamlEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One mapping of a table, read strictly: texts and lists of texts under known keys only. */
final class TableRow {
    private final YamlEntry.Fields fields;
    private final boolean shipped;

    private TableRow(YamlEntry.Fields fields, boolean shipped) {
        this.fields = fields;
        this.shipped = shipped;
    }

    /** The rows of a resource beside this class. */
    static List<TableRow> ofResource(String file, Set<String> keys) {
        try (InputStream in =
                Objects.requireNonNull(TableRow.class.getResourceAsStream(file), file)) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return of(file, yaml, keys).stream()
                    .map(row -> new TableRow(row.fields, true))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The rows of a YAML sequence of mappings.
     *
     * @throws IllegalArgumentException naming the first mistake, if there is any
     */
    static List<TableRow> of(String file, String yaml, Set<String> keys) {
        Mistakes mistakes = new Mistakes(file);
        List<TableRow> rows =
                YamlDocument.compose(yaml, mistakes)
                        .map(node -> read(file, node, keys, row -> row, mistakes))
                        .orElse(List.of());
        if (!mistakes.none()) {
            throw new IllegalArgumentException(mistakes.inFileOrder().getFirst().toString());
        }
        return rows;
    }

    /**
     * What a YAML sequence of mappings says, each row read by itself: a wrong row is left out and
     * its mistake is noted, and the others are read all the same.
     */
    static <T> List<T> read(
            String file,
            Node document,
            Set<String> keys,
            Function<TableRow, T> reader,
            Mistakes mistakes) {
        List<T> things = new ArrayList<>();
        if (!(document instanceof SequenceNode rows)) {
            mistakes.add(SourcePosition.of("(file)", document), "a sequence of rows is wanted");
            return things;
        }
        List<String> allowed = keys.stream().sorted().toList();
        for (Node row : rows.getValue()) {
            try {
                things.add(
                        reader.apply(
                                new TableRow(
                                        YamlEntry.document(file, row).fields(allowed), false)));
            } catch (MistakeException e) {
                mistakes.add(e);
            }
        }
        return things;
    }

    /** Whether it stands in a table that we ship. */
    boolean shipped() {
        return shipped;
    }

    /** The text under a key that must be there. */
    String text(String key) {
        return optional(key).orElseThrow(() -> wrong(key, "is missing"));
    }

    /** The text under a key that may be there. */
    Optional<String> optional(String key) {
        return fields.optional(key).map(YamlEntry::text);
    }

    /** The texts under a key: a list, or one text alone; none if the key is absent. */
    List<String> texts(String key) {
        return fields.optional(key)
                .map(
                        value ->
                                value.isScalar()
                                        ? List.of(value.text())
                                        : value.items(YamlEntry::text))
                .orElse(List.of());
    }

    /** A complaint about the value of a key, or about this row if the key is absent. */
    MistakeException wrong(String key, String complaint) {
        return fields.wrong(key, complaint);
    }
}
