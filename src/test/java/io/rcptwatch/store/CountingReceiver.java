package io.rcptwatch.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A mail host on loopback that takes everything, and knows when it was contacted. */
final class CountingReceiver implements AutoCloseable {
    private final ServerSocket server;
    private final List<Long> contacts = new CopyOnWriteArrayList<>();
    private final Semaphore news;

    /**
     * Listens at an address of its own.
     *
     * @param news is released at each contact
     */
    CountingReceiver(String address, Semaphore news) throws IOException {
        this.server = new ServerSocket(0, 10, InetAddress.ofLiteral(address));
        this.news = news;
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = server.accept();
                contacts.add(System.nanoTime());
                news.release();
                Thread.ofVirtual().start(() -> talk(socket));
            }
        } catch (IOException _) {
            // Closed.
            return;
        }
    }

    private static void talk(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            out.write("220 counting ESMTP\r\n".getBytes(US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String answer = line.startsWith("QUIT") ? "221 2.0.0 bye" : "250 2.0.0 ok";
                out.write((answer + "\r\n").getBytes(US_ASCII));
            }
        } catch (IOException _) {
            // It was killed.
            return;
        }
    }

    /** As address:port. */
    String authority() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    /** When it was contacted, by {@link System#nanoTime}. */
    List<Long> contacts() {
        return List.copyOf(contacts);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
