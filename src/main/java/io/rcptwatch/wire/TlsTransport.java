package io.rcptwatch.wire;

import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a connected socket, pumped by the thread that talks. How long it may take is the
 * socket's business, in reading and in writing; how much may come that says nothing, is ours.
 */
final class TlsTransport implements AutoCloseable {
    /**
     * Records without a word of the conversation in them: handshake, alerts, key updates, session
     * tickets, empty ones. A handshake takes about ten, at most 64 where they are very short.
     */
    static final int MOST_SILENT_RECORDS = 250;

    private static final int USUAL_FLIGHT = 2048;

    private final TlsRecords records;
    private final OutputStream out;
    private final SSLEngine engine;
    private final TlsAlerts alerts = new TlsAlerts();
    private ByteBuffer record = ByteBuffer.allocate(0);
    private ByteBuffer plain = ByteBuffer.allocate(0);
    private int flightSize = USUAL_FLIGHT;
    private int silentRecords;
    private boolean established;

    TlsTransport(DeadlineSocket tcp, SSLEngine engine) throws IOException {
        this.records = new TlsRecords(tcp.getInputStream());
        this.out = tcp.getOutputStream();
        this.engine = engine;
    }

    /**
     * Makes the handshake.
     *
     * @throws HandshakeException where it fails: its message says why, for people
     */
    void handshake() throws IOException {
        try {
            engine.beginHandshake();
            while (continueHandshake()) {
                if (!unwrap()) {
                    throw new SSLException(
                            "the server closed the connection in the middle of the handshake");
                }
            }
            established = true;
        } catch (SSLException e) {
            sayAlert();
            throw new HandshakeException(TlsFailure.detail(e, alerts), alerts.nothingInCommon(), e);
        } catch (SocketException | EOFException e) {
            // Many a server that cannot agree just goes.
            throw new HandshakeException(
                    "the connection broke in the handshake: " + ExceptionText.oneLine(e), false, e);
        }
    }

    /** Does our part of a handshake, or of what comes after it; whether the server's is awaited. */
    private boolean continueHandshake() throws IOException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            switch (status) {
                case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
                case NEED_TASK -> runTasks();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    // Only now does BoringSSL tell that it has failed, or has finished.
                    wrap(ByteBuffer.allocate(0));
                    if (engine.getHandshakeStatus() == status) {
                        return true;
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return false;
                }
            }
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Takes the next record; false: the server has ended the connection. */
    private boolean unwrap() throws IOException {
        if (!record.hasRemaining()) {
            @Nullable ByteBuffer next = records.next();
            if (next == null) {
                return false;
            }
            record = next;
            alerts.received(record);
        }
        plain = ByteBuffer.allocate(record.remaining());
        SSLEngineResult result = engine.unwrap(record, plain);
        plain.flip();
        if (!plain.hasRemaining()) {
            silentRecords++;
        }
        if (silentRecords > MOST_SILENT_RECORDS || stuck(result)) {
            throw new SSLException("the server sends TLS records without end that say nothing");
        }
        return result.getStatus() != Status.CLOSED;
    }

    // Not to be had of a whole record.
    private static boolean stuck(SSLEngineResult result) {
        return result.getStatus() == Status.BUFFER_UNDERFLOW
                || result.getStatus() == Status.BUFFER_OVERFLOW;
    }

    /** Sends all of it, or what the engine has to say itself. */
    private void wrap(ByteBuffer source) throws IOException {
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        SSLEngineResult result;
        do {
            ByteBuffer target = ByteBuffer.allocate(flightSize);
            result = engine.wrap(source, target);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                flightSize = engine.getSession().getPacketBufferSize();
            }
            alerts.sent(target.array(), target.position());
            flight.write(target.array(), 0, target.position());
        } while (goesOn(result, source));
        flight.writeTo(out);
    }

    private boolean goesOn(SSLEngineResult result, ByteBuffer source) {
        return switch (result.getStatus()) {
            case CLOSED -> false;
            case BUFFER_OVERFLOW -> true;
            case OK, BUFFER_UNDERFLOW ->
                    source.hasRemaining()
                            || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
        };
    }

    /** RFC 8446 §6.2: who refuses says why. */
    private void sayAlert() throws IOException {
        try {
            wrap(ByteBuffer.allocate(0));
        } catch (SSLException | SocketException _) {
            // The failure is known already, and the server need not hear of it.
            return;
        }
    }

    /** What a finished handshake came to. */
    SSLSession session() {
        return engine.getSession();
    }

    /** What the server says; fails as a handshake does. */
    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] octet = new byte[1];
                return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return TlsTransport.this.read(buffer, offset, length);
            }

            @Override
            public int available() {
                return plain.remaining();
            }
        };
    }

    private int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            while (!plain.hasRemaining()) {
                if (!unwrap()) {
                    return -1;
                }
                continueHandshake();
            }
        } catch (SSLException e) {
            sayAlert();
            throw new SSLException(TlsFailure.detail(e, alerts), e);
        }
        int count = Math.min(length, plain.remaining());
        plain.get(buffer, offset, count);
        return count;
    }

    /** What we say. */
    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                wrap(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    /** Says that we end (RFC 8446 §6.1) and frees the engine; the socket stays the caller's. */
    @Override
    public void close() {
        try {
            if (established) {
                engine.closeOutbound();
                wrap(ByteBuffer.allocate(0));
            }
        } catch (IOException _) {
            // The server is gone before us.
            return;
        } finally {
            ReferenceCountUtil.release(engine);
        }
    }

    /** A handshake that failed. */
    static final class HandshakeException extends SSLException {
        private static final long serialVersionUID = 1;

        private final boolean nothingInCommon;

        HandshakeException(String detail, boolean nothingInCommon, IOException cause) {
            super(detail, cause);
            this.nothingInCommon = nothingInCommon;
        }

        /** Whether the server found no cipher suite among ours. */
        boolean nothingInCommon() {
            return nothingInCommon;
        }
    }
}
