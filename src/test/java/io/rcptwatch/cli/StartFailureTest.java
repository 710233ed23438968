package io.rcptwatch.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartFailureTest {
    @Test
    void a_port_in_use_is_one_line_in_our_own_words() {
        var bind =
                new QuarkusBindException(
                        "127.0.0.1", 9025, new BindException("Address already in use"));
        assertThat(printed(new IllegalStateException("Failed to start", bind)))
                .isEqualTo(
                        "rcptwatch: cannot listen at 127.0.0.1 port 9025 (Address already in use):"
                                + " stop the program that uses it, or name another address with"
                                + " --listen\n");
    }

    @Test
    void a_fault_of_ours_shows_where_it_is() {
        assertThat(printed(new IllegalStateException("no such bean")))
                .contains("no such bean", "StartFailureTest");
    }

    /** systemd starts it again after a 1, and not after a 2: the file may be free by then. */
    @Test
    void a_state_file_in_use_is_no_mistake_in_the_configuration(@TempDir Path folder)
            throws Exception {
        Path state = folder.resolve("in-use.state");
        Path configuration =
                Files.writeString(
                        folder.resolve("rcptwatch.yaml"),
                        """
                        identities: [{name: default, helo: probe.example.net, mail_from: probe@example.net}]
                        targets: [{domain: example.com}]
                        state: {file: %s}
                        """
                                .formatted(state));
        try (FileChannel other = FileChannel.open(state, CREATE, WRITE)) {
            other.lock();
            assertThat(Rcptwatch.execute("run", "--config", configuration.toString())).isEqualTo(1);
        }
        Files.writeString(configuration, "nonsense: 1\n");
        assertThat(Rcptwatch.execute("run", "--config", configuration.toString())).isEqualTo(2);
    }

    private static String printed(Throwable failure) {
        var out = new ByteArrayOutputStream();
        StartFailure.print(failure, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
