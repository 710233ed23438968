package io.rcptwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file whose end is missing is an earlier state, whole, or none; and the log says so. */
@Timeout(60)
class TornFileTest {
    private static final Logger LOG = Logger.getLogger("io.rcptwatch.state");
    private static final Instant BEGIN = Instant.parse("2026-03-04T05:06:07Z");
    private static final int COMMITS = 40;
    private static final int CUTS = 150;
    private static final List<String> KEYS = List.of("a", "b", "c");

    @TempDir private Path folder = Path.of("");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    lines.add(new SimpleFormatter().formatMessage(record));
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
    private Instant now = BEGIN;

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(handler);
    }

    private Path file() {
        return folder.resolve("state");
    }

    private StoreWriter open() throws InUseException {
        StoreWriter writer = new StoreWriter(file(), InstantSource.fixed(now), Duration.ZERO);
        writer.open();
        return writer;
    }

    private static StateMap<Note> notes(StoreWriter writer) {
        StateMap<Note> notes = new StateMap<>("notes", StoreJson.form(Note.class));
        assertThat(writer.work(notes::load)).hasValue(0);
        writer.add(notes);
        return notes;
    }

    /** All keys have the number of the commit, and that is of its second. */
    private void fill() throws InUseException {
        for (int i = 0; i < COMMITS; i++) {
            now = BEGIN.plusSeconds(i);
            StoreWriter writer = open();
            StateMap<Note> notes = notes(writer);
            int number = i;
            KEYS.forEach(key -> notes.put(key, Note.of(number)));
            writer.close();
        }
        now = BEGIN.plusSeconds(1000);
    }

    private Map<String, Note> reopened() throws InUseException {
        StoreWriter writer = open();
        Map<String, Note> all = notes(writer).all();
        writer.close();
        return all;
    }

    @Test
    void of_when_a_state_is_stands_in_the_log() throws Exception {
        fill();
        lines.clear();
        now = BEGIN.plusSeconds(COMMITS - 1 + 5000);

        assertThat(reopened()).hasSize(KEYS.size());
        assertThat(lines)
                .containsExactly(file() + ": the state is of 2026-03-04T05:06:46Z, 5000 s ago");
    }

    @Test
    void what_was_not_closed_says_so() throws Exception {
        fill();
        StoreWriter killed = open();
        StateMap<Note> notes = notes(killed);
        notes.put("a", Note.of(1000));
        killed.write();
        byte[] asKilled = Files.readAllBytes(file());
        killed.close();
        Files.write(file(), asKilled);
        lines.clear();
        now = now.plusSeconds(90);

        assertThat(reopened()).containsEntry("a", Note.of(1000));
        assertThat(lines)
                .containsExactly(
                        file()
                                + ": the state is of 2026-03-04T05:22:47Z, 90 s ago; it was not"
                                + " closed: what came after that is lost");
        lines.clear();
        assertThat(reopened()).hasSize(KEYS.size());
        assertThat(lines.getFirst()).as("closed this time").endsWith(" ago");
    }

    @Test
    void wherever_it_is_cut_off_it_is_an_earlier_state_or_moved_aside_and_says_so()
            throws Exception {
        fill();
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(7);
        Set<Integer> states = new HashSet<>();
        for (int i = 0; i < CUTS; i++) {
            int length = i < 20 ? whole.length - 1 - i : random.nextInt(1, whole.length);
            Files.write(file(), Arrays.copyOf(whole, length));
            lines.clear();
            states.add(stateOf(reopened(), length));
            empty();
        }
        assertThat(states).as("different states").hasSizeGreaterThan(3);
    }

    /** The commit of which all of it is; -1: it was moved aside. */
    private int stateOf(Map<String, Note> read, int length) throws IOException {
        assertThat(lines).as("cut to " + length).hasSize(1);
        Set<Integer> numbers = read.values().stream().map(Note::number).collect(Collectors.toSet());
        if (numbers.isEmpty()) {
            assertThat(lines.getFirst())
                    .matches(".*(it was moved aside|: the state is of " + BEGIN + ", ).*");
            return -1;
        }
        assertThat(read).as("cut to " + length).hasSize(KEYS.size());
        assertThat(numbers).as("of one commit").hasSize(1);
        int number = numbers.iterator().next();
        assertThat(read.values()).allSatisfy(n -> assertThat(n).isEqualTo(Note.of(number)));
        assertThat(lines.getFirst())
                .contains(": the state is of " + BEGIN.plusSeconds(number) + ", ");
        return number;
    }

    private void empty() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
