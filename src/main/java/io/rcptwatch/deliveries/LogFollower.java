package io.rcptwatch.deliveries;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Follows a log across its rotation, from the place that was kept: by rename, by copy and
 * truncation, and also if its predecessor is compressed by now. Not thread-safe.
 */
public final class LogFollower implements AutoCloseable {
    private static final int MOST_LINES = 1_000;
    private static final int FINGERPRINT = 64;
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private Optional<LogPlace> place;
    private Optional<FileChannel> open = Optional.empty();
    private String openKey = "";
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    // Of the open file: where the line begins that is not whole yet.
    private long lineStart;
    private byte[] tail = {};

    /**
     * Some lines, and the place behind them: who counts the lines keeps the place with them.
     *
     * @param more whether more can be read at once
     */
    public record Batch(List<String> lines, Optional<LogPlace> place, boolean more) {}

    /**
     * Follows a file.
     *
     * @param place where to go on; empty: at the end, what is there already does not count
     */
    public LogFollower(Path path, Optional<LogPlace> place) {
        this.path = path;
        this.place = place;
    }

    /**
     * What came since. Whole lines only: one that is being written waits.
     *
     * @throws IOException if the file cannot be read now
     */
    public Batch read() throws IOException {
        List<String> lines = new ArrayList<>();
        if (open.isEmpty()) {
            begin(lines);
        }
        FileChannel channel = open.orElseThrow();
        LogPlace start = place.orElseThrow();
        boolean end = fill(channel, lines);
        if (!isAt(channel, start)) {
            // Truncated and written anew, perhaps while we read.
            lines.clear();
            place = Optional.of(start);
            leave(lines);
            end = false;
        } else if (end && lines.isEmpty() && replaced()) {
            // What was written until it was replaced has been read.
            leave(lines);
            end = false;
        }
        return new Batch(lines, place, !end);
    }

    /** Opens the file where the place says, with what its predecessor still has. */
    private void begin(List<String> lines) throws IOException {
        String key = key(path);
        long size = Files.size(path);
        if (place.isEmpty()) {
            open(key, size);
            mark();
        } else if (key.equals(place.get().file()) && continues(path, place.get())) {
            open(key, place.get().offset());
        } else {
            predecessor(place.get()).ifPresent(lines::addAll);
            open(key, 0);
            mark();
        }
    }

    private void open(String key, long offset) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + " is no regular file");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        channel.position(offset);
        open = Optional.of(channel);
        openKey = key;
        lineStart = offset;
        line.reset();
        buffer.clear().flip();
        tail = before(channel, offset);
    }

    private void mark() {
        place = Optional.of(new LogPlace(openKey, lineStart, HexFormat.of().formatHex(tail)));
    }

    private static byte[] before(FileChannel channel, long offset) throws IOException {
        int length = (int) Math.min(FINGERPRINT, offset);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()
                && channel.read(bytes, offset - length + bytes.position()) > 0) {
            // Until all is there.
        }
        return bytes.array();
    }

    /** Reads whole lines; whether the end of the file was reached. */
    private boolean fill(FileChannel channel, List<String> lines) throws IOException {
        while (lines.size() < MOST_LINES) {
            if (!buffer.hasRemaining()) {
                buffer.clear();
                int count = channel.read(buffer);
                buffer.flip();
                if (count <= 0) {
                    return true;
                }
            }
            take(channel, lines);
        }
        return false;
    }

    private void take(FileChannel channel, List<String> lines) throws IOException {
        while (buffer.hasRemaining() && lines.size() < MOST_LINES) {
            byte octet = buffer.get();
            if (octet != '\n') {
                if (line.size() < LogLines.MOST) {
                    line.write(octet);
                }
                continue;
            }
            lines.add(line.toString(StandardCharsets.UTF_8).stripTrailing());
            line.reset();
            lineStart = channel.position() - buffer.remaining();
        }
        if (!lines.isEmpty()) {
            tail = before(channel, lineStart);
            mark();
        }
    }

    /** Whether another file has the name by now. */
    private boolean replaced() throws IOException {
        return Files.exists(path) && !key(path).equals(openKey);
    }

    /** Leaves the file for the one that has its name now. */
    private void leave(List<String> lines) throws IOException {
        boolean truncated = key(path).equals(openKey);
        close();
        if (truncated) {
            // What was written just before is in the copy.
            place.flatMap(this::remainder).ifPresent(lines::addAll);
        }
        open(key(path), 0);
        mark();
    }

    private Optional<List<String>> remainder(LogPlace last) {
        try {
            return predecessor(last);
        } catch (IOException _) {
            // The copy cannot be read: the log itself can.
            return Optional.empty();
        }
    }

    /** What a rotated file holds behind that place; empty if none of them does. */
    private Optional<List<String>> predecessor(LogPlace last) throws IOException {
        for (Path rotated : rotated()) {
            Optional<List<String>> rest = rest(rotated, last);
            if (rest.isPresent()) {
                return rest;
            }
        }
        return Optional.empty();
    }

    /** Files beside it whose names begin with its name, the youngest first. */
    private List<Path> rotated() throws IOException {
        String name = path.getFileName().toString();
        Path folder = path.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith(name))
                    .filter(f -> !f.getFileName().toString().equals(name))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(LogFollower::modified).reversed())
                    .limit(10)
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

    private static Optional<List<String>> rest(Path rotated, LogPlace last) throws IOException {
        byte[] wanted = HexFormat.of().parseHex(last.before());
        try (InputStream in = content(rotated)) {
            in.skipNBytes(last.offset() - wanted.length);
            if (!Arrays.equals(in.readNBytes(wanted.length), wanted)) {
                return Optional.empty();
            }
            List<String> lines = new ArrayList<>();
            LogLines rest = new LogLines(in);
            for (Optional<String> l = rest.next(); l.isPresent(); l = rest.next()) {
                lines.add(l.get());
            }
            return Optional.of(lines);
        } catch (EOFException _) {
            // Shorter than what was read: another one.
            return Optional.empty();
        }
    }

    private static InputStream content(Path rotated) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(rotated), BUFFER);
        return rotated.toString().endsWith(".gz") ? new GZIPInputStream(in, BUFFER) : in;
    }

    private static boolean continues(Path file, LogPlace place) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return isAt(channel, place);
        }
    }

    /** Whether the file still has what it had before that place. */
    private static boolean isAt(FileChannel channel, LogPlace place) throws IOException {
        return channel.size() >= place.offset()
                && HexFormat.of().formatHex(before(channel, place.offset())).equals(place.before());
    }

    private static String key(Path file) throws IOException {
        return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            open.get().close();
            open = Optional.empty();
        }
    }
}
