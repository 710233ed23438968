package io.rcptwatch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The JVM as the launcher runs it. */
final class Java {
    private static final String PROGRAM =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASSES = System.getProperty("java.class.path");

    private Java() {}

    /**
     * The options that the launcher gives to the JVM, all but those of {@code JAVA_OPTS}. It is
     * asked, with a JDK in its environment that only tells what it was given.
     */
    static List<String> launcherOptions() throws IOException {
        Path jdk = Files.createTempDirectory("rcptwatch-bench");
        Path program = jdk.resolve("bin/java");
        try {
            Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
            Files.createDirectory(program.getParent());
            Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            return toldBy(jdk);
        } finally {
            Stream.of(program, program.getParent(), jdk.resolve("release"), jdk)
                    .forEach(Java::delete);
        }
    }

    private static List<String> toldBy(Path jdk) throws IOException {
        ProcessBuilder launcher = new ProcessBuilder("./rcptwatch");
        launcher.environment().put("JAVA_HOME", jdk.toString());
        launcher.environment().remove("JAVA_OPTS");
        try (Stream<String> options = launcher.start().inputReader().lines()) {
            return options.takeWhile(option -> !option.equals("-jar")).toList();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that runs one of our main classes. */
    static List<String> command(List<String> options, Class<?> main, String... arguments) {
        return Stream.of(
                        Stream.of(PROGRAM),
                        options.stream(),
                        Stream.of("-cp", CLASSES, main.getName()),
                        Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
    }

    /** The command that runs the built program. */
    static List<String> program(List<String> options, String... arguments) {
        return Stream.of(
                        Stream.of(PROGRAM),
                        options.stream(),
                        Stream.of("-jar", "target/quarkus-app/quarkus-run.jar"),
                        Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
    }
}
