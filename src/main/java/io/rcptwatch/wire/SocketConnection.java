package io.rcptwatch.wire;

import static io.rcptwatch.smtp.Fault.Kind.CONNECTION_DROPPED;
import static io.rcptwatch.smtp.Fault.Kind.LOCAL_ERROR;
import static io.rcptwatch.smtp.Fault.Kind.PROTOCOL_ERROR;
import static io.rcptwatch.smtp.Fault.Kind.REPLY_TIMEOUT;
import static io.rcptwatch.smtp.Fault.Kind.TLS_FAILED;
import static io.rcptwatch.smtp.Fault.Kind.TLS_NO_SHARED_CIPHER;

import io.rcptwatch.smtp.Command;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.smtp.ReplyReader;
import io.rcptwatch.smtp.TlsSession;
import io.rcptwatch.target.Timeouts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A connection over a TCP socket, with TLS over it after {@link #handshake}. */
final class SocketConnection implements Connection {
    private static final Duration LAST_LOOK = Duration.ofMillis(200);
    // When the conversation's time is over, this is for writing QUIT, and not for its answer.
    private static final Duration PARTING = Duration.ofMillis(100);

    private final DeadlineSocket tcp;
    private final String host;
    private final Timeouts timeouts;
    private final TlsClient tls;
    private final Shutdown shutdown;
    private final long conversationEnd;
    private @Nullable TlsTransport secured;
    private OutputStream out;
    private ReplyReader reader;
    private boolean greeted;

    /**
     * @param conversationEnd the {@code nanoTime} at which all is over
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
        this.out = tcp.getOutputStream();
        this.reader = new ReplyReader(tcp.getInputStream());
    }

    @Override
    public Reply greeting() throws FaultException {
        allow(timeouts.banner());
        greeted = true;
        return answered(reader::read);
    }

    @Override
    public Optional<Reply> unasked() throws FaultException {
        allow(timeouts.reply());
        return answered(() -> reader.hasUnread() ? Optional.of(reader.read()) : Optional.empty());
    }

    @Override
    public Reply exchange(Command command) throws FaultException {
        allow(timeouts.reply());
        return answered(() -> converse(command));
    }

    @Override
    public Reply exchange(Command command, Duration patience) throws FaultException {
        long now = System.nanoTime();
        long end = earlier(now + patience.toNanos(), conversationEnd);
        long parting = now + PARTING.toNanos();
        tcp.readUntil(end - parting > 0 ? end : parting, command instanceof Command.Quit);
        return answered(() -> converse(command));
    }

    private Reply converse(Command command) throws IOException, FaultException {
        byte[] line = (command.line() + "\r\n").getBytes(StandardCharsets.UTF_8);
        try {
            out.write(line);
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
    public TlsSession handshake(boolean anonymousToo) throws FaultException {
        allow(timeouts.reply());
        return answered(() -> secure(anonymousToo));
    }

    private TlsSession secure(boolean anonymousToo) throws IOException, FaultException {
        // What came in clear behind the 220 would later pass for something said under TLS.
        if (greeted && reader.hasUnread()) {
            throw new FaultException(
                    PROTOCOL_ERROR, "the server sent more in clear after its answer to STARTTLS");
        }
        TlsTransport transport = shakeHands(anonymousToo);
        secured = transport;
        reader = new ReplyReader(transport.input());
        out = transport.output();
        return tls.judge(transport.session(), host);
    }

    private TlsTransport shakeHands(boolean anonymousToo) throws IOException {
        try {
            return tls.secure(tcp, host, anonymousToo);
        } catch (IOException e) {
            // RFC 3207 §4.1: nothing that is in the middle of a handshake can hear a QUIT.
            closeQuietly(tcp);
            throw e;
        }
    }

    @Override
    public boolean stopping() {
        return shutdown.begun();
    }

    @Override
    public void close() {
        if (secured != null) {
            // The server may have to read our last word first: not for long.
            tcp.readUntil(System.nanoTime() + LAST_LOOK.toNanos(), true);
            secured.close();
            secured = null;
        }
        closeQuietly(tcp);
    }

    private void allow(Duration step) {
        tcp.readUntil(earlier(System.nanoTime() + step.toNanos(), conversationEnd), false);
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
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
            case TlsClient.NoSharedCipherException _ ->
                    new FaultException(TLS_NO_SHARED_CIPHER, ExceptionText.oneLine(e));
            case SSLException _ -> new FaultException(TLS_FAILED, ExceptionText.oneLine(e));
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
