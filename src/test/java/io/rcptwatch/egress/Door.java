package io.rcptwatch.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail host that can be opened and closed, and remembers what was said to it. */
final class Door implements AutoCloseable {
    private final ServerSocket listener;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private Door(ServerSocket listener) {
        this.listener = listener;
        Thread.startVirtualThread(this::serve);
    }

    static Door open(InetSocketAddress address) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(address);
        return new Door(listener);
    }

    /** An address at which nobody listens. */
    static InetSocketAddress closed(String address) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    /** {@code connect}, and then every line. */
    List<String> heard() {
        return heard;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                heard.add("connect");
                client.getOutputStream().write("220 door\r\n".getBytes(US_ASCII));
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(client.getInputStream(), US_ASCII));
                String line = lines.readLine();
                if (line != null) {
                    heard.add(line);
                    client.getOutputStream().write("221 bye\r\n".getBytes(US_ASCII));
                }
            } catch (IOException _) {
                // Closed, by us or by the client: the next one will tell.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
