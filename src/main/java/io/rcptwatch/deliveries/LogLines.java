package io.rcptwatch.deliveries;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The lines of a log, plain or compressed by gzip: of a longer one only the beginning is kept. */
public final class LogLines implements AutoCloseable {
    /** Longer than any line that syslog passes on. */
    static final int MOST = 32 * 1024;

    private static final int GZIP = 0x1f8b;

    private final InputStream in;
    private final byte[] last = new byte[LogPlace.FINGERPRINT];
    private long consumed;

    /** Lines of that stream. */
    public LogLines(InputStream stream) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(stream, 1 << 16);
        buffered.mark(2);
        int magic = buffered.read() << 8 | buffered.read();
        buffered.reset();
        in =
                magic == GZIP
                        ? new BufferedInputStream(new GZIPInputStream(buffered, 1 << 16), 1 << 16)
                        : buffered;
    }

    /** The next line without its end; empty at the end of the log. */
    public Optional<String> next() throws IOException {
        int octet = read();
        if (octet < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        for (; octet >= 0 && octet != '\n'; octet = read()) {
            if (line.size() < MOST) {
                line.write(octet);
            }
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
    }

    private int read() throws IOException {
        int octet = in.read();
        if (octet >= 0) {
            last[(int) (consumed % last.length)] = (byte) octet;
            consumed++;
        }
        return octet;
    }

    /** The place behind the lines that were read, in a log that was read from that place on. */
    LogPlace place(LogPlace start) {
        byte[] before = HexFormat.of().parseHex(start.before());
        int known = (int) Math.min(consumed, last.length);
        int kept = Math.min(before.length, last.length - known);
        byte[] tail = Arrays.copyOfRange(before, before.length - kept, before.length + known);
        for (int i = 0; i < known; i++) {
            tail[kept + i] = last[(int) ((consumed - known + i) % last.length)];
        }
        return new LogPlace(
                start.file(), start.offset() + consumed, HexFormat.of().formatHex(tail));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
