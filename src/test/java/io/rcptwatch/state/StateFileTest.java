package io.rcptwatch.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration RETRY = Duration.ofMillis(100);
    private static final int MANY = 500;

    @TempDir private Path folder;

    record Note(String text, Instant at, Optional<Duration> age) {
        static Note of(int number) {
            return new Note(
                    "note " + number + " ".repeat(100) + new Random(number).nextLong(),
                    Instant.ofEpochSecond(number, 123_456_789),
                    number % 2 == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(number)));
        }
    }

    private Path file() {
        return folder.resolve("state");
    }

    private StateFile open() throws InUseException {
        return StateFile.open(file(), CLOCK, RETRY);
    }

    private void fill() throws InUseException {
        try (StateFile state = open()) {
            StateMap<Note> notes = state.map("notes", Note.class);
            for (int i = 0; i < MANY; i++) {
                notes.put("key " + i, Note.of(i));
            }
        }
    }

    private List<Path> movedAside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("state.corrupt-"))
                    .toList();
        }
    }

    @Test
    void what_was_put_is_there_after_a_restart() throws Exception {
        fill();
        try (StateFile state = open()) {
            StateMap<Note> notes = state.map("notes", Note.class);
            assertThat(notes.all()).hasSize(MANY);
            assertThat(notes.get("key 7")).contains(Note.of(7));
            notes.remove("key 7");
        }
        try (StateFile state = open()) {
            assertThat(state.map("notes", Note.class).all()).hasSize(MANY - 1);
        }
    }

    @Test
    void a_second_agent_is_told_that_the_file_is_in_use() throws Exception {
        try (StateFile first = open()) {
            assertThat(first.health().healthy()).isTrue();
            assertThat(StateFile.inUse(file())).isTrue();
            assertThatThrownBy(this::open)
                    .isInstanceOf(InUseException.class)
                    .hasMessageContaining("another agent");
        }
        assertThat(StateFile.inUse(file())).isFalse();
    }

    @Test
    void random_bytes_are_moved_aside_unchanged() throws Exception {
        byte[] foreign = new byte[100_000];
        new Random(1).nextBytes(foreign);
        Files.write(file(), foreign);
        try (StateFile state = open()) {
            assertThat(state.health().healthy()).isTrue();
        }
        assertThat(movedAside()).hasSize(1);
        assertThat(movedAside().getFirst()).hasBinaryContent(foreign);
    }

    @Test
    void an_empty_file_is_begun() throws Exception {
        Files.createFile(file());
        fill();
        assertThat(movedAside()).isEmpty();
    }
}
