package io.rcptwatch.deliveries;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The lines of a log, plain or compressed by gzip: of a longer one only the beginning is kept. */
public final class LogLines {
    /** Longer than any line that syslog passes on. */
    static final int MOST = 32 * 1024;

    private static final int GZIP = 0x1f8b;

    private final InputStream in;

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
        int octet = in.read();
        if (octet < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        for (; octet >= 0 && octet != '\n'; octet = in.read()) {
            if (line.size() < MOST) {
                line.write(octet);
            }
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
    }
}
