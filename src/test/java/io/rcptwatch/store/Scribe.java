package io.rcptwatch.store;

import java.nio.file.Path;
import java.time.InstantSource;

/** Writes ever greater numbers into a state, and says so, until it is killed. */
final class Scribe {
    private static final int KEYS = 200;

    private Scribe() {}

    public static void main(String[] arguments) throws Exception {
        StateFile state = StateFile.open(Path.of(arguments[0]), InstantSource.system());
        StateMap<Note> notes = state.map("notes", Note.class);
        int number = notes.all().values().stream().mapToInt(Note::number).max().orElse(0);
        System.out.println("opened " + notes.all().size());
        while (true) {
            number++;
            notes.put("key " + number % KEYS, Note.of(number));
            if (number % 50 == 0) {
                state.secure();
                System.out.println("safe " + number);
            } else {
                System.out.println("put " + number + " " + System.currentTimeMillis());
            }
            Thread.sleep(1);
        }
    }
}
