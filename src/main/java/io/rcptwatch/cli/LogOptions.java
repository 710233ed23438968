package io.rcptwatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the agent writes its log, and how much of it. */
final class LogOptions {
    /** The property that names the form to the running agent. */
    static final String FORMAT = "rcptwatch.log.format";

    // The journal notes the time of each line itself.
    private static final String WITHOUT_TIME = "%-5p [%c] (%t) %s%e%n";

    /** The form of a line. */
    enum Format {
        text,
        json
    }

    /** What is written: this and whatever is graver. */
    enum Level {
        error,
        warn,
        info,
        debug
    }

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Level level = Level.info;

    /** Takes hold when the agent starts. */
    void apply() {
        System.setProperty(FORMAT, format.name());
        System.setProperty("quarkus.log.category.\"io.rcptwatch\".level", level.name());
        if (level.compareTo(Level.info) < 0) {
            System.setProperty("quarkus.log.level", level.name());
        }
        if (isJournal(
                Optional.ofNullable(System.getenv("JOURNAL_STREAM")), Path.of("/dev/stdout"))) {
            System.setProperty("quarkus.log.console.format", WITHOUT_TIME);
        }
    }

    /**
     * Whether an output goes to systemd's journal.
     *
     * @param stream the value of {@code JOURNAL_STREAM}, DEVICE:INODE of what systemd connected. A
     *     program inherits it with its output redirected, so that it has to be compared
     */
    static boolean isJournal(Optional<String> stream, Path output) {
        return stream.filter(s -> s.equals(deviceAndInode(output))).isPresent();
    }

    private static String deviceAndInode(Path output) {
        try {
            return Files.getAttribute(output, "unix:dev")
                    + ":"
                    + Files.getAttribute(output, "unix:ino");
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
