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
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A connection over a TCP socket, with TLS over it after {@link #handshake}. */
final class SocketConnection implements Connection {
    private final PatientSocket tcp;
    private final String host;
    private final Timeouts timeouts;
    private final TlsClient tls;
    private final Shutdown shutdown;
    private final long conversationEnd;
    private Socket socket;
    private ReplyReader reader;

    SocketConnection(
            PatientSocket tcp, String host, Timeouts timeouts, TlsClient tls, Shutdown shutdown)
            throws IOException {
        this.tcp = tcp;
        this.host = host;
        this.timeouts = timeouts;
        this.tls = tls;
        this.shutdown = shutdown;
        this.conversationEnd = System.nanoTime() + timeouts.conversation().toNanos();
        this.socket = tcp;
        this.reader = new ReplyReader(tcp.getInputStream());
    }

    @Override
    public Reply greeting() throws FaultException {
        allow(timeouts.banner());
        return answered(reader::read);
    }

    @Override
    public Reply exchange(Command command) throws FaultException {
        allow(timeouts.reply());
        return answered(() -> converse(command));
    }

    @Override
    public Reply exchange(Command command, Duration patience) throws FaultException {
        tcp.readUntil(System.nanoTime() + patience.toNanos(), true);
        return answered(() -> converse(command));
    }

    private Reply converse(Command command) throws IOException, FaultException {
        byte[] line = (command.line() + "\r\n").getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(line);
        return reader.read();
    }

    @Override
    public TlsSession handshake() throws FaultException {
        allow(timeouts.reply());
        return answered(this::secure);
    }

    private TlsSession secure() throws IOException, FaultException {
        // What came in clear behind the 220 would later pass for something said under TLS.
        if (reader.hasUnread()) {
            throw new FaultException(
                    PROTOCOL_ERROR, "the server sent more in clear after its answer to STARTTLS");
        }
        SSLSocket secured = tls.over(tcp, host);
        socket = secured;
        secured.startHandshake();
        reader = new ReplyReader(secured.getInputStream());
        return tls.judge(secured.getSession(), host);
    }

    @Override
    public boolean stopping() {
        return shutdown.begun();
    }

    @Override
    public void close() {
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
            // The JDK wraps what broke below: a timeout and a reset are no faults of TLS.
            case SSLException _ when e.getCause() instanceof SocketTimeoutException -> tooLate();
            case SSLException _ -> new FaultException(TLS_FAILED, Texts.oneLine(e));
            default ->
                    new FaultException(
                            CONNECTION_DROPPED, "the connection broke: " + Texts.oneLine(e));
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
