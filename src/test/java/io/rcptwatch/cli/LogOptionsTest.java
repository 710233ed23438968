package io.rcptwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogOptionsTest {
    @Test
    void only_the_output_that_systemd_connected_goes_to_the_journal(@TempDir Path folder)
            throws Exception {
        Path output = Files.createFile(folder.resolve("output"));
        String itself =
                Files.getAttribute(output, "unix:dev")
                        + ":"
                        + Files.getAttribute(output, "unix:ino");
        assertThat(LogOptions.isJournal(Optional.of(itself), output)).isTrue();
        assertThat(LogOptions.isJournal(Optional.of("8:12345"), output)).isFalse();
        assertThat(LogOptions.isJournal(Optional.of(itself), folder.resolve("gone"))).isFalse();
        assertThat(LogOptions.isJournal(Optional.empty(), output)).isFalse();
    }
}
