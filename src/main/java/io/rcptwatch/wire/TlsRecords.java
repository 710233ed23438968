package io.rcptwatch.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Cuts what a server sends into TLS records (RFC 8446 §5.1), so that they can be counted. */
final class TlsRecords {
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;

    private static final int HEADER = 5;
    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 24;
    // RFC 5246 §6.2.3: the longest that any version allows.
    private static final int LONGEST = (1 << 14) + 2048;
    // Most replies fit; what waits for a reply shall keep no more than this.
    private static final int USUAL = 512;

    private final InputStream in;
    private byte[] buffer = new byte[USUAL];
    private int start;
    private int end;

    TlsRecords(InputStream in) {
        this.in = in;
    }

    /**
     * The next record with its header, good until the next call; null: the server closed behind a
     * whole one.
     *
     * @throws EOFException where it closed in the middle
     * @throws SSLException where it is none
     */
    @Nullable ByteBuffer next() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
            buffer = buffer.length > USUAL ? new byte[USUAL] : buffer;
        }
        if (!fill(HEADER)) {
            return null;
        }
        int size = HEADER + length();
        fill(size);
        ByteBuffer record = ByteBuffer.wrap(buffer, start, size);
        start += size;
        return record;
    }

    private int length() throws SSLException {
        int type = buffer[start] & 0xff;
        int length = ((buffer[start + 3] & 0xff) << 8) | (buffer[start + 4] & 0xff);
        if (type < FIRST_TYPE || type > LAST_TYPE || buffer[start + 1] != 3) {
            throw new SSLException("what the server sent is no TLS");
        }
        if (length > LONGEST) {
            throw new SSLException("the server sent a TLS record of " + length + " octets");
        }
        return length;
    }

    /** Whether so much is here now; false: nothing at all came any more. */
    private boolean fill(int size) throws IOException {
        if (buffer.length - start < size) {
            buffer = Arrays.copyOf(Arrays.copyOfRange(buffer, start, end), Math.max(size, USUAL));
            end -= start;
            start = 0;
        }
        while (end - start < size) {
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) {
                return ended();
            }
            end += count;
        }
        return true;
    }

    private boolean ended() throws EOFException {
        if (end > start) {
            throw new EOFException("the server closed the connection in the middle of a record");
        }
        return false;
    }
}
