package io.rcptwatch.wire;

import static io.rcptwatch.smtp.Fault.Kind.CONNECTION_DROPPED;
import static io.rcptwatch.smtp.Fault.Kind.LOCAL_ERROR;
import static io.rcptwatch.smtp.Fault.Kind.PROTOCOL_ERROR;
import static io.rcptwatch.smtp.Fault.Kind.REPLY_TIMEOUT;
import static io.rcptwatch.smtp.Fault.Kind.TLS_FAILED;

import io.rcptwatch.smtp.Command;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.ReplyReader;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Timeouts;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A connection over a TCP socket, with TLS over it after {@link #handshake}. */
final class SocketConnection implements Connection {
    private static final Duration LAST_LOOK = Duration.ofMillis(200);

    private final DeadlineSocket tcp;
    private final String host;
    private final Timeouts timeouts;
    private final TlsClient tls;
    private final Shutdown shutdown;
    private final long conversationEnd;
    private Socket socket;
    private ReplyReader reader;
    private boolean greeted;

    /**
     * @param conversationEnd the {@code nanoTime} at which all but QUIT is over
     */
    SocketConnection(
            DeadlineSocket tcp,
            String host,
            Timeouts timeouts,
            long conversationEnd,
            TlsClient tls,
            Shutdown shutdown)
            throws IOException {
        this.tcp = tcp;
        this.host = host;
        this.timeouts = timeouts;
        this.tls = tls;
        this.shutdown = shutdown;
        this.conversationEnd = conversationEnd;
        this.socket = tcp;
        this.reader = new ReplyReader(tcp.getInputStream());
    }

    @Override
    public Reply greeting() throws FaultException {
        allow(timeouts.banner());
        greeted = true;
        return answered(reader::read);
    }

    @Override
    public Reply exchange(Command command) throws FaultException {
        allow(timeouts.reply());
        return answered(() -> converse(command));
    }

    @Override
    public Reply exchange(Command command, Duration patience) throws FaultException {
        tcp.readUntil(System.nanoTime() + patience.toNanos(), command instanceof Command.Quit);
        return answered(() -> converse(command));
    }

    private Reply converse(Command command) throws IOException, FaultException {
        byte[] line = (command.line() + "\r\n").getBytes(StandardCharsets.UTF_8);
        try {
            socket.getOutputStream().write(line);
        } catch (IOException e) {
            return lastWords(e);
        }
        return reader.read();
    }

    /**
     * RFC 5321 §3.8: who goes says 421 first, and that may be here though nobody listens any more.
     */
    private Reply lastWords(IOException gone) throws IOException {
        try {
            return reader.read();
        } catch (IOException | FaultException e) {
            gone.addSuppressed(e);
            throw gone;
        }
    }

    @Override
    public TlsSession handshake() throws FaultException {
        allow(timeouts.reply());
        return answered(this::secure);
    }

    private TlsSession secure() throws IOException, FaultException {
        // What came in clear behind the 220 would later pass for something said under TLS.
        if (greeted && reader.hasUnread()) {
            throw new FaultException(
                    PROTOCOL_ERROR, "the server sent more in clear after its answer to STARTTLS");
        }
        SSLSocket secured = tls.over(tcp, host);
        socket = secured;
        shakeHands(secured);
        reader = new ReplyReader(secured.getInputStream());
        return tls.judge(secured.getSession(), host);
    }

    private static void shakeHands(SSLSocket secured) throws IOException {
        try {
            secured.startHandshake();
        } catch (SocketException e) {
            // Many a server that cannot agree just goes. With a FIN it is an SSLException already.
            throw new SSLException("the connection broke in the handshake: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean stopping() {
        return shutdown.begun();
    }

    @Override
    public void close() {
        // TLS reads on while it closes, to spare the server a reset: not for long, and no flood.
        tcp.readUntil(System.nanoTime() + LAST_LOOK.toNanos(), true);
        closeQuietly(socket);
        closeQuietly(tcp);
    }

    private void allow(Duration step) {
        long stepEnd = System.nanoTime() + step.toNanos();
        tcp.readUntil(stepEnd - conversationEnd < 0 ? stepEnd : conversationEnd, false);
    }

    private interface Exchange<T> {
        T hold() throws IOException, FaultException;
    }

    private <T> T answered(Exchange<T> exchange) throws FaultException {
        try {
            return exchange.hold();
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private FaultException fault(IOException e) {
        return switch (e) {
            case SocketTimeoutException _ -> tooLate();
            // The JDK wraps what broke below, and a timeout is no fault of TLS.
            case SSLException _ when e.getCause() instanceof SocketTimeoutException -> tooLate();
            case SSLException ssl -> new FaultException(TLS_FAILED, TlsFailure.detail(ssl));
            default ->
                    new FaultException(
                            CONNECTION_DROPPED,
                            "the connection broke: " + ExceptionText.oneLine(e));
        };
    }

    private FaultException tooLate() {
        return shutdown.begun()
                ? new FaultException(LOCAL_ERROR, "the agent is stopping")
                : new FaultException(REPLY_TIMEOUT, "no answer in time");
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to be told to anybody: the descriptor is free either way.
            return;
        }
    }
}
