package io.rcptwatch.wire;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A socket that reads and writes until a point in time, however slowly the bytes drip, and that
 * notices within {@link #SLICE} that the agent is stopping. TLS is laid over it, so both bounds
 * hold there too.
 */
final class DeadlineSocket extends Socket {
    /** How long a read may go without asking whether we are stopping. */
    static final Duration SLICE = Duration.ofSeconds(2);

    // A write that is this late will not end by itself.
    private static final long WRITE_SLACK = Duration.ofMillis(100).toNanos();
    // A read ends itself: what is this late hangs elsewhere.
    private static final long SLACK = Duration.ofSeconds(1).toNanos();
    private static final int READS_IN_A_ROW = 16;

    private final Shutdown shutdown;
    private volatile long until = Long.MAX_VALUE;
    private volatile boolean evenWhenStopping;
    private volatile boolean writing;
    private volatile boolean cutOff;

    DeadlineSocket(Shutdown shutdown) {
        this.shutdown = shutdown;
    }

    /**
     * From now on reads and writes fail with a {@link SocketTimeoutException} at that {@code
     * nanoTime}, or earlier where the agent stops and it is not {@code evenWhenStopping}.
     */
    void readUntil(long nanoTime, boolean evenWhenStopping) {
        this.until = nanoTime;
        this.evenWhenStopping = evenWhenStopping;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        super.connect(endpoint, timeout);
        until = System.nanoTime() + Duration.ofDays(1).toNanos();
        Watchdog.watch(this);
    }

    @Override
    public void close() throws IOException {
        Watchdog.forget(this);
        super.close();
    }

    /** Closes the socket where its time has been over for a while, and whoever waits in it. */
    void closeIfLate() {
        long late = System.nanoTime() - end();
        if (late > (writing ? WRITE_SLACK : SLACK)) {
            cutOff = true;
            SocketConnection.closeQuietly(this);
        }
    }

    private long end() {
        return evenWhenStopping ? until : shutdown.curtailed(until);
    }

    private SocketException tooLate(SocketException e) throws SocketTimeoutException {
        if (cutOff) {
            throw new SocketTimeoutException("the time is over");
        }
        return e;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new PatientInput(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new PatientOutput(super.getOutputStream());
    }

    private final class PatientOutput extends FilterOutputStream {
        PatientOutput(OutputStream out) {
            super(out);
        }

        /** Blocks while the server reads nothing: the {@link Watchdog} ends it in time. */
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing = true;
            try {
                out.write(bytes, offset, length);
            } catch (SocketException e) {
                throw tooLate(e);
            } finally {
                writing = false;
            }
        }
    }

    // No FilterInputStream: skip() has to read here too.
    private final class PatientInput extends InputStream {
        private final InputStream in;
        private int reads;

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
            giveWay();
            while (true) {
                setSoTimeout(millisLeft());
                try {
                    return in.read(buffer, offset, length);
                } catch (SocketTimeoutException _) {
                    // The slice is over, and perhaps the time: millisLeft() tells.
                } catch (SocketException e) {
                    throw tooLate(e);
                }
            }
        }

        /** A read that finds data does not park: a flood would keep the carrier for itself. */
        @SuppressWarnings("ThreadPriorityCheck") // that is what yielding is for
        private void giveWay() {
            if (++reads % READS_IN_A_ROW == 0) {
                Thread.yield();
            }
        }

        private int millisLeft() throws SocketException, SocketTimeoutException {
            long nanos = end() - System.nanoTime();
            if (nanos <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            return (int) Math.max(1, Math.min(nanos, SLICE.toNanos()) / 1_000_000);
        }
    }
}
