package io.rcptwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The reference and the schema are written from the grammar: {@code make docs}. */
final class GrammarTest {
    @Test
    void the_reference_is_written_from_the_grammar() throws IOException {
        assertWritten(ConfigFiles.REFERENCE, GrammarPages::reference);
    }

    @Test
    void the_schema_is_written_from_the_grammar() throws IOException {
        assertWritten(ConfigFiles.SCHEMA, GrammarPages::schema);
    }

    private static void assertWritten(Path file, UnaryOperator<String> writer) throws IOException {
        String current = ConfigFiles.text(file);
        String written = writer.apply(current);
        if (System.getProperty("rcptwatch.pages", "").equals("write")) {
            Files.writeString(file, written);
        }
        assertThat(current).as("run: make docs").isEqualTo(written);
    }

    @Test
    void the_reference_has_every_key_once() {
        assertThat(ConfigFiles.text(ConfigFiles.REFERENCE).lines().filter(l -> l.startsWith("| `")))
                .map(row -> row.split("`", 3)[1])
                .containsExactlyInAnyOrderElementsOf(paths("", Grammar.DOCUMENT));
    }

    private static List<String> paths(String path, Type<?> type) {
        List<String> paths = new ArrayList<>();
        switch (type) {
            case Section section -> {
                for (Key<?> key : section.keys()) {
                    String inside = path.isEmpty() ? key.name() : path + "." + key.name();
                    paths.add(inside);
                    paths.addAll(paths(inside, key.type()));
                }
            }
            case ListOf<?> list -> paths.addAll(paths(path + "[]", list.item()));
            case Scalar<?> _ -> {} // It has no keys.
        }
        return paths;
    }
}
