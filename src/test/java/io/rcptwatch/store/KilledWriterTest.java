package io.rcptwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed loses the last second at most, and never the file. */
@Timeout(120)
class KilledWriterTest {
    private static final int KILLS = 8;
    private static final int LONGEST_LIFE_MILLIS = 2_000;
    // The second, and what a busy machine adds to it.
    private static final long MOST_LOST_MILLIS = 2_000;

    @TempDir private Path folder = Path.of("");

    @Test
    void a_killed_writer_loses_a_second_at_most_and_nothing_that_was_secured() throws Exception {
        Path file = folder.resolve("state");
        Random random = new Random(11);
        for (int i = 0; i < KILLS; i++) {
            List<String> said;
            long killed;
            try (Child scribe = Child.start(Scribe.class, file.toString())) {
                assertThat(scribe.readLine()).startsWith("opened");
                Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                killed = System.currentTimeMillis();
                said = scribe.kill();
            }
            assertThat(kept(file))
                    .isGreaterThanOrEqualTo(last(said, "safe ", Long.MAX_VALUE))
                    .isGreaterThanOrEqualTo(last(said, "put ", killed - MOST_LOST_MILLIS));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static int kept(Path file) throws InUseException {
        try (StateFile state = StateFile.open(file, InstantSource.system())) {
            Map<String, Note> notes = state.map("notes", Note.class).all();
            assertThat(state.health().dropped()).isZero();
            assertThat(notes.values())
                    .allSatisfy(n -> assertThat(n).isEqualTo(Note.of(n.number())));
            return notes.values().stream().mapToInt(Note::number).max().orElse(0);
        }
    }

    /** The greatest number that it said so before that time. */
    private static int last(List<String> said, String what, long before) throws IOException {
        return said.stream()
                .filter(line -> line.matches(what + "\\d+( \\d{13})?"))
                .map(line -> line.split(" ", 3))
                .filter(words -> words.length == 2 || Long.parseLong(words[2]) < before)
                .mapToInt(words -> Integer.parseInt(words[1]))
                .max()
                .orElse(0);
    }
}
