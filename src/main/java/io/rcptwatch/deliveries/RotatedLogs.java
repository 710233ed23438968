package io.rcptwatch.deliveries;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The predecessors of a log: renamed or copied, and perhaps compressed by gzip. */
final class RotatedLogs {
    // Older ones were read long ago.
    private static final int MOST = 10;

    private RotatedLogs() {}

    /** What a predecessor of that log holds behind that place; empty if it is in none of them. */
    static Optional<LogLines> rest(Path log, LogPlace last) throws IOException {
        for (Path rotated : youngestFirst(log)) {
            Optional<LogLines> rest = restOf(rotated, last);
            if (rest.isPresent()) {
                return rest;
            }
        }
        return Optional.empty();
    }

    /** Files beside it whose names begin with its name. */
    private static List<Path> youngestFirst(Path log) throws IOException {
        String name = log.getFileName().toString();
        try (Stream<Path> files = Files.list(log.toAbsolutePath().getParent())) {
            return files.filter(f -> f.getFileName().toString().startsWith(name))
                    .filter(f -> !f.getFileName().toString().equals(name))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(RotatedLogs::modified).reversed())
                    .limit(MOST)
                    .toList();
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0);
        }
    }

    private static Optional<LogLines> restOf(Path rotated, LogPlace last) throws IOException {
        byte[] wanted = HexFormat.of().parseHex(last.before());
        InputStream in = content(rotated);
        try {
            in.skipNBytes(last.offset() - wanted.length);
            if (Arrays.equals(in.readNBytes(wanted.length), wanted)) {
                return Optional.of(new LogLines(in));
            }
        } catch (EOFException _) {
            // Shorter than what was read: another one.
        }
        in.close();
        return Optional.empty();
    }

    private static InputStream content(Path rotated) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(rotated));
        return rotated.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }
}
