package io.rcptwatch.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LogFollowerTest {
    @TempDir private Path folder = Path.of("");
    private Path log = Path.of("");
    private final List<String> read = new ArrayList<>();
    private Optional<LogPlace> kept = Optional.empty();

    private enum Rotation {
        RENAME,
        COPY_AND_TRUNCATE,
        RENAME_AND_COMPRESS
    }

    @BeforeEach
    void start() throws IOException {
        log = Files.createFile(folder.resolve("mail.log"));
    }

    private void write(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    private LogFollower follower() {
        return new LogFollower(log, kept);
    }

    /** Reads all that is there, keeping lines and place together. */
    private void drain(LogFollower follower) throws IOException {
        boolean more = true;
        while (more) {
            LogFollower.Batch batch = follower.read();
            read.addAll(batch.lines());
            kept = batch.place();
            more = batch.more();
        }
    }

    private void rotate(Rotation how) throws IOException {
        Path old = folder.resolve("mail.log.1");
        switch (how) {
            case RENAME -> {
                Files.move(log, old, StandardCopyOption.REPLACE_EXISTING);
                Files.createFile(log);
            }
            case COPY_AND_TRUNCATE -> {
                Files.copy(log, old, StandardCopyOption.REPLACE_EXISTING);
                Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            }
            case RENAME_AND_COMPRESS -> {
                try (OutputStream out =
                        new GZIPOutputStream(
                                Files.newOutputStream(folder.resolve("mail.log.1.gz")))) {
                    Files.copy(log, out);
                }
                Files.delete(log);
                Files.createFile(log);
            }
        }
    }

    @Test
    void what_was_there_before_does_not_count_and_a_line_that_is_being_written_waits()
            throws IOException {
        write("old\n");
        try (LogFollower follower = follower()) {
            drain(follower);
            write("one\ntw");
            drain(follower);
            assertThat(read).containsExactly("one");
            write("o\n");
            drain(follower);
        }
        assertThat(read).containsExactly("one", "two");
    }

    @Test
    void after_a_restart_it_goes_on_in_the_middle_of_a_line() throws IOException {
        try (LogFollower follower = follower()) {
            drain(follower);
            write("one\ntw");
            drain(follower);
        }
        write("o\nthree\n");
        try (LogFollower follower = follower()) {
            drain(follower);
        }
        assertThat(read).containsExactly("one", "two", "three");
    }

    @ParameterizedTest
    @EnumSource
    void a_log_that_was_rotated_while_nobody_read_is_read_to_its_end_first(Rotation how)
            throws IOException {
        try (LogFollower follower = follower()) {
            drain(follower);
            write("one\n");
            drain(follower);
        }
        write("two\n");
        rotate(how);
        write("three\n");
        try (LogFollower follower = follower()) {
            drain(follower);
        }
        assertThat(read).containsExactly("one", "two", "three");
    }

    @ParameterizedTest
    @EnumSource
    void a_log_that_is_rotated_between_two_looks_loses_nothing(Rotation how) throws IOException {
        try (LogFollower follower = follower()) {
            drain(follower);
            write("one\n");
            drain(follower);
            write("two\n");
            rotate(how);
            write("three\n");
            drain(follower);
            drain(follower);
        }
        assertThat(read).containsExactly("one", "two", "three");
    }

    @ParameterizedTest
    @EnumSource
    void a_long_rest_of_a_predecessor_is_read_in_batches_over_restarts(Rotation how)
            throws IOException {
        // An empty file cannot be told from another empty one.
        write("before\n");
        drain(follower());
        StringBuilder text = new StringBuilder();
        IntStream.range(0, 3_500).forEach(n -> text.append("line ").append(n).append('\n'));
        write(text.toString());
        rotate(how);
        write("line 3500\n");
        for (int i = 0; i < 10; i++) {
            try (LogFollower follower = follower()) {
                LogFollower.Batch batch = follower.read();
                assertThat(batch.lines()).hasSizeLessThanOrEqualTo(1_000);
                read.addAll(batch.lines());
                kept = batch.place();
            }
        }
        assertThat(read)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, 3_500).mapToObj(n -> "line " + n).toList());
    }

    @Test
    void a_new_file_with_the_old_inode_is_told_by_what_stands_in_it() throws IOException {
        write("a line\n");
        try (LogFollower follower = new LogFollower(log, Optional.empty())) {
            drain(follower);
        }
        Files.write(log, "another, longer one\n".getBytes(StandardCharsets.UTF_8));
        try (LogFollower follower = follower()) {
            drain(follower);
        }
        assertThat(read).containsExactly("another, longer one");
    }

    @Test
    void no_line_is_lost_or_read_twice_over_rotations_and_restarts_at_any_moment()
            throws IOException {
        Random random = new Random(7);
        LogFollower follower = follower();
        drain(follower);
        int written = 0;
        for (int i = 0; i < 3_000; i++) {
            int lines = random.nextInt(5);
            StringBuilder text = new StringBuilder();
            for (int l = 0; l < lines; l++) {
                text.append("line ").append(written++).append('\n');
            }
            write(text.toString());
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> drain(follower);
                case 3 -> {
                    // What was read and not kept is read again: as after kill -9.
                    follower.read();
                    follower.close();
                    follower = follower();
                }
                case 4 -> {
                    drain(follower);
                    rotate(Rotation.values()[random.nextInt(3)]);
                }
                default -> {}
            }
        }
        drain(follower);
        drain(follower);
        follower.close();
        assertThat(read)
                .containsExactlyElementsOf(
                        IntStream.range(0, written).mapToObj(n -> "line " + n).toList());
    }

    @Test
    void a_million_lines_are_read_in_bounded_batches() throws IOException {
        drain(follower());
        try (var out = Files.newBufferedWriter(log)) {
            for (int i = 0; i < 1_000_000; i++) {
                out.write("Nov 30 23:59:01 out postfix/qmgr[2]: A" + i + ": removed\n");
            }
        }
        long start = System.nanoTime();
        long lines = 0;
        try (LogFollower follower = follower()) {
            boolean more = true;
            while (more) {
                LogFollower.Batch batch = follower.read();
                assertThat(batch.lines()).hasSizeLessThanOrEqualTo(1_000);
                lines += batch.lines().size();
                more = batch.more();
            }
        }
        System.out.printf(
                "1,000,000 lines followed in %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(lines).isEqualTo(1_000_000);
    }

    @Test
    void a_failure_is_told_in_words() {
        assertThat(LogFailure.reason(new NoSuchFileException("/x"))).isEqualTo("no such file");
        assertThat(LogFailure.reason(new AccessDeniedException("/x")))
                .isEqualTo("permission denied");
        assertThat(LogFailure.reason(new IOException("Is a directory")))
                .isEqualTo("Is a directory");
    }

    @Test
    void what_is_no_file_is_refused() {
        assertThatThrownBy(() -> new LogFollower(folder, Optional.empty()).read())
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new LogFollower(folder.resolve("none"), Optional.empty()).read())
                .isInstanceOf(IOException.class);
    }
}
