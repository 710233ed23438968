package io.rcptwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file comes back as it was left, and whatever stands at its place, the agent starts. */
@Timeout(120)
class StateFileTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration RETRY = Duration.ofMillis(100);
    private static final int MANY = 500;

    @TempDir private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("state");
    }

    private StateFile open() throws InUseException {
        return StateFile.open(file(), CLOCK, RETRY);
    }

    private static StateMap<Note> notes(StateFile state) {
        return state.map("notes", Note.class);
    }

    private void fill() throws InUseException {
        try (StateFile state = open()) {
            StateMap<Note> notes = notes(state);
            for (int i = 0; i < MANY; i++) {
                notes.put("key " + i, Note.of(i));
            }
        }
    }

    private Map<String, Note> reopened() throws InUseException {
        try (StateFile state = open()) {
            Map<String, Note> all = notes(state).all();
            assertThat(state.health().healthy()).isTrue();
            return all;
        }
    }

    private List<Path> movedAside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("state.corrupt-"))
                    .toList();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    void what_was_put_is_there_after_a_restart() throws Exception {
        fill();
        try (StateFile state = open()) {
            StateMap<Note> notes = notes(state);
            assertThat(notes.all()).hasSize(MANY);
            assertThat(notes.get("key 7")).contains(Note.of(7));
            notes.remove("key 7");
            notes.put("key 8", Note.of(1008));
        }
        assertThat(reopened())
                .hasSize(MANY - 1)
                .doesNotContainKey("key 7")
                .containsEntry("key 8", Note.of(1008));
    }

    @Test
    void a_second_agent_is_told_that_the_file_is_in_use() throws Exception {
        try (StateFile _ = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(InUseException.class)
                    .hasMessageContaining("another agent");
        }
        assertThat(StateFile.inUse(file())).isFalse();
        try (StateFile _ = open()) {
            assertThat(StateFile.inUse(file())).isTrue();
        }
    }

    @Test
    void random_bytes_are_moved_aside_unchanged() throws Exception {
        byte[] foreign = new byte[100_000];
        new Random(1).nextBytes(foreign);
        Files.write(file(), foreign);

        assertThat(reopened()).isEmpty();
        assertThat(movedAside()).hasSize(1);
        assertThat(movedAside().getFirst()).hasBinaryContent(foreign);
    }

    @Test
    void a_text_is_moved_aside_unchanged() throws Exception {
        Files.writeString(file(), "targets:\n  - domain: example.com\n");

        assertThat(reopened()).isEmpty();
        assertThat(movedAside()).hasSize(1);
        assertThat(movedAside().getFirst()).hasContent("targets:\n  - domain: example.com");
    }

    @Test
    void the_store_of_another_program_is_moved_aside() throws Exception {
        try (MVStore other = MVStore.open(file().toString())) {
            other.openMap("theirs").put("a", "b");
        }
        assertThat(reopened()).isEmpty();
        assertThat(movedAside()).hasSize(1);
    }

    @Test
    void a_file_of_a_newer_version_is_moved_aside() throws Exception {
        fill();
        Store store = Store.open(file(), CLOCK.instant());
        store.put("about", "rcptwatch.version", new byte[] {Store.VERSION + 1});
        store.close(CLOCK.instant());

        assertThat(reopened()).isEmpty();
        assertThat(movedAside()).hasSize(1);
    }

    @Test
    void an_empty_file_is_begun() throws Exception {
        Files.createFile(file());

        assertThat(reopened()).isEmpty();
        assertThat(movedAside()).isEmpty();
    }

    @Test
    void a_truncated_file_gives_back_what_was_written_before_or_is_moved_aside() throws Exception {
        fill();
        byte[] whole = Files.readAllBytes(file());
        for (int part = 0; part < 20; part++) {
            Files.write(file(), Arrays.copyOf(whole, whole.length * part / 20));
            assertThat(reopened().values()).allSatisfy(n -> isUntouched(n));
        }
    }

    @Test
    void a_flipped_bit_costs_the_record_or_the_file_and_never_shows_as_another_value()
            throws Exception {
        fill();
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(3);
        int kept = 0;
        for (int i = 0; i < 60; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(), flipped);
            Map<String, Note> read = reopened();
            assertThat(read.values()).allSatisfy(n -> isUntouched(n));
            kept += read.size() > MANY - 10 ? 1 : 0;
        }
        assertThat(kept).as("times nearly all was kept").isGreaterThan(40);
    }

    private static void isUntouched(Note note) {
        assertThat(note).isEqualTo(Note.of(note.number()));
    }

    @Test
    void a_record_that_cannot_be_read_is_dropped_and_counted() throws Exception {
        fill();
        Store store = Store.open(file(), CLOCK.instant());
        store.put("notes", "key 9", new byte[] {1, 2, 3});
        store.close(CLOCK.instant());

        try (StateFile state = open()) {
            assertThat(notes(state).all()).hasSize(MANY - 1).doesNotContainKey("key 9");
            assertThat(state.health().dropped()).isEqualTo(1);
        }
        try (StateFile state = open()) {
            assertThat(notes(state).all()).hasSize(MANY - 1);
            assertThat(state.health().dropped()).isZero();
        }
    }

    @Test
    void with_a_directory_in_its_place_the_agent_works_on_until_it_is_gone() throws Exception {
        Files.createDirectory(file());
        try (StateFile state = open()) {
            StateMap<Note> notes = notes(state);
            notes.put("a", Note.of(1));
            state.secure();
            assertThat(state.health().healthy()).isFalse();
            assertThat(state.health().writeErrors()).isPositive();

            Files.delete(file());
            await(() -> state.health().healthy());
        }
        assertThat(reopened()).containsOnlyKeys("a");
    }

    @Test
    void a_file_that_was_removed_is_written_anew() throws Exception {
        fill();
        try (StateFile state = open()) {
            StateMap<Note> notes = notes(state);
            Files.delete(file());
            notes.put("one more", Note.of(1000));
            state.secure();
        }
        assertThat(reopened()).hasSize(MANY + 1);
    }

    @Test
    void after_a_full_disk_everything_is_written_once_there_is_room() throws Exception {
        assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString()));
        try {
            Path filler = Files.write(folder.resolve("filler"), new byte[900_000]);
            try (StateFile state = open()) {
                StateMap<Note> notes = notes(state);
                for (int i = 0; i < MANY; i++) {
                    notes.put("key " + i, Note.of(i));
                }
                await(() -> !state.health().healthy());
                notes.put("later", Note.of(MANY));
                state.secure();
                assertThat(state.health().writeErrors()).isPositive();

                Files.delete(filler);
                await(() -> state.health().healthy());
            }
            assertThat(reopened()).hasSize(MANY + 1);
            assertThat(movedAside()).isEmpty();
        } finally {
            ran("umount", folder.toString());
        }
    }

    private static boolean ran(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    @Test
    void the_file_stays_small_however_often_its_values_change() throws Exception {
        try (StateFile state = open()) {
            StateMap<Note> notes = notes(state);
            for (int round = 0; round < 400; round++) {
                for (int i = 0; i < 20; i++) {
                    notes.put("key " + (round * 20 + i) % MANY, Note.of(round * 1000 + i));
                }
                state.secure();
            }
            assertThat(state.health().sizeBytes()).isLessThan(20_000_000);
        }
    }
}
