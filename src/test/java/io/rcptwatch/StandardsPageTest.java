package io.rcptwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on standards names tests that exist. */
class StandardsPageTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    @Test
    void every_test_that_the_page_names_exists() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing =
                TEST.matcher(Files.readString(Path.of("config/docs/standards.md")))
                        .results()
                        .filter(
                                named ->
                                        !sources.getOrDefault(named.group(1), "")
                                                .contains("void " + named.group(2) + "("))
                        .map(named -> named.group())
                        .toList();

        assertThat(missing).isEmpty();
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(
                            Collectors.toMap(
                                    file -> file.getFileName().toString().replace(".java", ""),
                                    StandardsPageTest::text,
                                    String::concat));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
