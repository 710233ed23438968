package io.rcptwatch.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rcptwatch.smtp.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The server's end of a connection, line by line, each kept in the {@link ReceiverTranscript}. */
final class LineChannel {
    // RFC 5321 §4.5.3.1.4 asks for 512, and extensions add to that.
    private static final int LONGEST = 2_048;
    private static final int USUAL = 256;
    private static final int FAREWELL_MILLIS = 1_000;
    private static final int FAREWELL_BYTES = 64 * 1_024;

    private final Socket plain;
    private final ReceiverTranscript dialogue;
    private byte[] buffer = new byte[USUAL];
    private Socket socket;
    private InputStream in;
    private int at;
    private int filled;
    private boolean inputWaits;

    LineChannel(Socket socket, ReceiverTranscript dialogue) throws IOException {
        this.plain = socket;
        this.dialogue = dialogue;
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** A line was longer than we read. */
    static final class TooLongException extends IOException {
        @Serial private static final long serialVersionUID = 1;
    }

    /**
     * The next line, without its ending; empty when the client has gone.
     *
     * @throws TooLongException where it does not end in time
     * @throws IOException where the connection broke or the client was idle for too long
     */
    Optional<String> read() throws IOException {
        compact();
        for (int end = 0; ; end++) {
            if (end == filled && !fill()) {
                return Optional.empty();
            }
            if (buffer[end] == '\n') {
                at = end + 1;
                // RFC 5321 §2.3.8 wants CRLF; a bare LF is as much of an ending to us.
                int length = end > 0 && buffer[end - 1] == '\r' ? end - 1 : end;
                String line = new String(buffer, 0, length, UTF_8);
                dialogue.heard(line);
                return Optional.of(line);
            }
        }
    }

    private void compact() {
        System.arraycopy(buffer, at, buffer, 0, filled - at);
        filled -= at;
        at = 0;
    }

    private boolean fill() throws IOException {
        if (filled == LONGEST) {
            throw new TooLongException();
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, LONGEST);
        }
        int count = in.read(buffer, filled, buffer.length - filled);
        if (count < 0) {
            return false;
        }
        if (inputWaits) {
            dialogue.spokeTooEarly();
            inputWaits = false;
        }
        filled += count;
        return true;
    }

    /** Waits for the client to begin the handshake, and forgets what it said. */
    void awaitHello() throws IOException {
        compact();
        fill();
        at = filled;
    }

    /** Says a reply. What the client said before it without waiting counts as pipelining. */
    void say(Reply reply) throws IOException {
        say(reply.toString());
    }

    /** Says text that need not be a reply. */
    void say(String text) throws IOException {
        watchForEarlyTalk();
        text.lines().forEach(dialogue::said);
        socket.getOutputStream().write((text.replace("\n", "\r\n") + "\r\n").getBytes(UTF_8));
    }

    private void watchForEarlyTalk() throws IOException {
        if (at < filled || in.available() > 0) {
            dialogue.spokeTooEarly();
        }
        // Under TLS this may be no more than the end of the session: the next read tells.
        inputWaits = socket != plain && plain.getInputStream().available() > 0;
    }

    /** Notes how the conversation ends. */
    void ends(ReceiverTranscript.End how) {
        dialogue.ended(how);
    }

    /** Waits, without listening. */
    void pause(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopping");
        }
    }

    /**
     * Forgets everything that was said in clear and has not been read: whoever wrote it need not be
     * whom the handshake will authenticate (RFC 3207 §4.2).
     */
    void forgetInput() throws IOException {
        watchForEarlyTalk();
        at = filled;
        in.skipNBytes(in.available());
    }

    /** The server's side of a TLS handshake. */
    void secure(SSLContext tls) throws IOException {
        SSLSocket secured =
                (SSLSocket)
                        tls.getSocketFactory()
                                .createSocket(plain, InputStream.nullInputStream(), true);
        secured.startHandshake();
        socket = secured;
        in = secured.getInputStream();
    }

    /** Whether the conversation is encrypted. */
    boolean secured() {
        return socket != plain;
    }

    /** Hears nothing of what the client says until it goes or falls silent. */
    void ignoreAll() throws IOException {
        in.skip(Long.MAX_VALUE);
    }

    /**
     * Closes our side, and gives the client a moment to read our last words: closing at once would
     * reset the connection where input is left.
     */
    void hangUp() {
        try {
            socket.shutdownOutput();
            plain.setSoTimeout(FAREWELL_MILLIS);
            in.readNBytes(FAREWELL_BYTES);
        } catch (IOException _) {
            // The client has gone before us, or stays silent: all has been said.
        }
    }
}
