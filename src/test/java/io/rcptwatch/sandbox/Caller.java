package io.rcptwatch.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** The smallest mail client that can hold a conversation. */
final class Caller implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private Socket socket = new Socket();
    private BufferedReader in;

    Caller(Receiver receiver, int port) throws IOException {
        socket.connect(new InetSocketAddress(receiver.address(), port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = reader();
    }

    private BufferedReader reader() throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** A whole reply, its lines joined by line feeds; "closed" where the receiver hung up. */
    String hear() throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            String line = in.readLine();
            lines.add(line == null ? "closed" : line);
        } while (lines.getLast().matches("\\d{3}-.*"));
        return String.join("\n", lines);
    }

    /** Whether the receiver says anything in that time. */
    boolean hearsWithin(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            return in.read() >= 0;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    String say(String line) throws IOException {
        send(line + "\r\n");
        return hear();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    SSLSession handshake() throws IOException {
        SSLSocket secured =
                (SSLSocket)
                        Trusting.ANYBODY
                                .getSocketFactory()
                                .createSocket(socket, "mx.test", socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        in = reader();
        return secured.getSession();
    }

    /** Says the lines of a transcript that the client says, and returns all that was said. */
    String play(String transcript) throws IOException {
        StringBuilder said = new StringBuilder(marked(hear()));
        for (String line : transcript.lines().filter(l -> l.startsWith("C: ")).toList()) {
            String reply = say(line.substring(3));
            said.append(line).append('\n').append(marked(reply));
            if (line.equals("C: STARTTLS") && reply.startsWith("220")) {
                handshake();
            }
        }
        return said.toString();
    }

    private static String marked(String reply) {
        return reply.lines().map(line -> "S: " + line + "\n").collect(Collectors.joining());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
