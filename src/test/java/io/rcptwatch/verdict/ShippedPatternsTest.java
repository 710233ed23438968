package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The program trusts the patterns that it ships: this test checks them. */
class ShippedPatternsTest {
    private static final List<String> KEYS = List.of("patterns", "links", "unless");

    static List<String> patterns() throws IOException, URISyntaxException {
        Path folder =
                Path.of(
                        Objects.requireNonNull(Phrase.class.getResource("text-rules.yaml"), "rules")
                                .toURI());
        try (Stream<Path> files = Files.walk(folder.getParent())) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .flatMap(ShippedPatternsTest::rows)
                    .flatMap(row -> KEYS.stream().flatMap(key -> texts(row, key)))
                    .distinct()
                    .toList();
        }
    }

    @SuppressWarnings("unchecked") // Each file is a list of mappings.
    private static Stream<Map<String, Object>> rows(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new Yaml().<List<Map<String, Object>>>load(in).stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> texts(Map<String, Object> row, String key) {
        return switch (row.get(key)) {
            case null -> Stream.empty();
            case List<?> several -> several.stream().map(String::valueOf);
            case Object one -> Stream.of(one.toString());
        };
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void every_shipped_pattern_would_be_taken_from_an_operator(String pattern) {
        assertThatCode(() -> Phrase.check(pattern)).doesNotThrowAnyException();
    }

    @Test
    void there_are_thousands() throws Exception {
        assertThat(patterns()).hasSizeGreaterThan(2000);
    }
}
