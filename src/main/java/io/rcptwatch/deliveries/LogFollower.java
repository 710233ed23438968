package io.rcptwatch.deliveries;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Follows a log across its rotation, from the place that was kept: by rename, by copy and
 * truncation, and also if its predecessor is compressed by now. Not thread-safe.
 */
public final class LogFollower implements AutoCloseable {
    private static final int MOST_LINES = 1_000;
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private Optional<LogPlace> place;
    private Optional<FileChannel> open = Optional.empty();
    // The unread rest of a predecessor, and the place at which it begins.
    private Optional<LogLines> rest = Optional.empty();
    private Optional<LogPlace> restStart = Optional.empty();
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
        if (open.isEmpty() && rest.isEmpty()) {
            begin();
        }
        return rest.isPresent() ? readRest(rest.get()) : readOpen(open.orElseThrow());
    }

    private Batch readRest(LogLines lines) throws IOException {
        List<String> read = new ArrayList<>();
        Optional<String> line = lines.next();
        for (; line.isPresent() && read.size() < MOST_LINES - 1; line = lines.next()) {
            read.add(line.get());
        }
        line.ifPresent(read::add);
        place = Optional.of(lines.place(restStart.orElseThrow()));
        if (line.isEmpty()) {
            lines.close();
            rest = Optional.empty();
            open(key(path), 0);
            mark();
        }
        return new Batch(read, place, true);
    }

    private Batch readOpen(FileChannel channel) throws IOException {
        List<String> lines = new ArrayList<>();
        LogPlace start = place.orElseThrow();
        boolean end = fill(channel, lines);
        if (!isAt(channel, start)) {
            // Truncated and written again, perhaps while we read.
            lines.clear();
            place = Optional.of(start);
            close();
            follow();
            end = false;
        } else if (end && lines.isEmpty() && replaced()) {
            // What was written until it was replaced has been read.
            close();
            open(key(path), 0);
            mark();
            end = false;
        }
        return new Batch(lines, place, !end);
    }

    /** Opens the file where the place says, or what its predecessor still has. */
    private void begin() throws IOException {
        String key = key(path);
        if (place.isEmpty()) {
            open(key, Files.size(path));
            mark();
        } else if (key.equals(place.get().file()) && continues(path, place.get())) {
            open(key, place.get().offset());
        } else {
            follow();
        }
    }

    /** The file at the place has gone: goes on in what is left of it, else in its successor. */
    private void follow() throws IOException {
        rest = RotatedLogs.rest(path, place.orElseThrow());
        restStart = place;
        if (rest.isEmpty()) {
            open(key(path), 0);
            mark();
        }
    }

    private void open(String key, long offset) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + " is not a regular file");
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
        int length = (int) Math.min(LogPlace.FINGERPRINT, offset);
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
        if (rest.isPresent()) {
            rest.get().close();
            rest = Optional.empty();
        }
    }
}
