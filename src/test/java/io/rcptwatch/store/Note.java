package io.rcptwatch.store;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

/** Something to keep, that can be told from others of its kind and hardly be compressed. */
record Note(int number, String text, Instant at, Optional<Duration> age) {
    static Note of(int number) {
        byte[] bytes = new byte[300];
        new Random(number).nextBytes(bytes);
        return new Note(
                number,
                HexFormat.of().formatHex(bytes),
                Instant.ofEpochSecond(number, 123_456_789),
                number % 2 == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(number)));
    }
}
