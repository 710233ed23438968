package io.rcptwatch.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A socket that reads until a point in time, however slowly the bytes drip, and that notices within
 * {@link #SLICE} that the agent is stopping. TLS is laid over it, so both bounds hold there too.
 */
final class DeadlineSocket extends Socket {
    /** How long a read may go without asking whether we are stopping. */
    static final Duration SLICE = Duration.ofSeconds(2);

    private final Shutdown shutdown;
    private long until;
    private boolean evenWhenStopping;

    DeadlineSocket(Shutdown shutdown) {
        this.shutdown = shutdown;
    }

    /**
     * From now on reads fail with a {@link SocketTimeoutException} at that {@code nanoTime}, or
     * earlier where the agent stops and it is not {@code evenWhenStopping}.
     */
    void readUntil(long nanoTime, boolean evenWhenStopping) {
        this.until = nanoTime;
        this.evenWhenStopping = evenWhenStopping;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new PatientInput(super.getInputStream());
    }

    // No FilterInputStream: skip(), which TLS uses to empty the socket, has to read here too.
    private final class PatientInput extends InputStream {
        private final InputStream in;

        PatientInput(InputStream in) {
            this.in = in;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public int read() throws IOException {
            byte[] octet = new byte[1];
            return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            while (true) {
                setSoTimeout(millisLeft());
                try {
                    return in.read(buffer, offset, length);
                } catch (SocketTimeoutException _) {
                    // The slice is over, and perhaps the time: millisLeft() tells.
                }
            }
        }

        private int millisLeft() throws SocketTimeoutException {
            long end = evenWhenStopping ? until : shutdown.curtailed(until);
            long nanos = end - System.nanoTime();
            if (nanos <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            return (int) Math.max(1, Math.min(nanos, SLICE.toNanos()) / 1_000_000);
        }
    }
}
