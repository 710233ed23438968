package io.rcptwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file {@code x.yaml} of the folder is refused with exactly the lines of {@code x.txt}. */
final class BadFilesTest {
    static List<Path> files() {
        return ConfigFiles.bad();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_bad_file_is_refused_with_exactly_its_complaints(Path file) {
        List<String> expected = ConfigFiles.text(complaintsOf(file)).lines().toList();

        assertThat(ConfigFiles.complaints(file)).isNotEmpty().containsExactlyElementsOf(expected);
    }

    @Test
    void the_folder_holds_pairs_of_a_file_and_its_complaints_only() throws IOException {
        List<Path> files = ConfigFiles.bad();
        try (Stream<Path> all = Files.list(ConfigFiles.BAD)) {
            assertThat(all)
                    .hasSizeGreaterThan(100)
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(
                                            files.stream(),
                                            files.stream().map(BadFilesTest::complaintsOf))
                                    .toList());
        }
    }

    private static Path complaintsOf(Path file) {
        return Path.of(file.toString().replaceFirst("\\.yaml$", ".txt"));
    }
}
