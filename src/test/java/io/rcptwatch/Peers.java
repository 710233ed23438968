package io.rcptwatch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The real programs that tests talk to, and what becomes of a test where one is missing. */
public final class Peers {
    private Peers() {}

    /**
     * Skips the test where something that it needs is not here, or fails it where the environment
     * says {@code RCPTWATCH_PEERS=required}, as CI does.
     *
     * @param here whether it is here
     * @param otherwise what is missing, for people
     */
    public static void need(boolean here, String otherwise) {
        if (!here) {
            if (required()) {
                Assertions.fail(otherwise);
            }
            Assumptions.abort(otherwise);
        }
    }

    /** Whether a test must not be skipped. */
    public static boolean required() {
        return "required".equals(System.getenv("RCPTWATCH_PEERS"));
    }

    /** Whether a program is on the path, under one of these names. */
    public static boolean here(String... names) {
        return find(names).isPresent();
    }

    /**
     * Needs a program.
     *
     * @param names under which it may be on the path
     * @return where it is
     */
    public static Path program(String... names) {
        Optional<Path> found = find(names);
        need(found.isPresent(), "no program " + String.join(" or ", names) + " on the path");
        return found.orElseThrow();
    }

    private static Optional<Path> find(String... names) {
        return Stream.of(names).flatMap(Peers::onPath).findFirst();
    }

    private static Stream<Path> onPath(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }
}
