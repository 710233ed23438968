package io.rcptwatch.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** A mail server that greets nobody until a whole crowd has come, and counts what is said. */
final class Tarpit implements AutoCloseable {
    private static final int BACKLOG = 4_096;
    private static final int PATIENCE_SECONDS = 40;

    private final List<ServerSocket> doors = new ArrayList<>();
    private final CountDownLatch crowd;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final Map<String, LongAdder> conversations = new ConcurrentHashMap<>();

    /** Opens on those addresses, and greets once so many have come. */
    Tarpit(List<InetAddress> addresses, int crowd) throws IOException {
        this.crowd = new CountDownLatch(crowd);
        for (InetAddress address : addresses) {
            ServerSocket door = new ServerSocket(0, BACKLOG, address);
            doors.add(door);
            Thread.ofVirtual().start(() -> let(door));
        }
    }

    List<InetSocketAddress> addresses() {
        return doors.stream()
                .map(door -> new InetSocketAddress(door.getInetAddress(), door.getLocalPort()))
                .toList();
    }

    /** How many were inside at once, at most. */
    int mostOpen() {
        return mostOpen.get();
    }

    /** What was said in a whole conversation, in words, and how often. */
    Map<String, Long> conversations() {
        Map<String, Long> counts = new ConcurrentHashMap<>();
        conversations.forEach((said, count) -> counts.put(said, count.sum()));
        return counts;
    }

    private void let(ServerSocket door) {
        while (!door.isClosed()) {
            try {
                Socket guest = door.accept();
                Thread.ofVirtual().start(() -> serve(guest));
            } catch (IOException _) {
                // The door was closed.
            }
        }
    }

    private void serve(Socket guest) {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        crowd.countDown();
        List<String> said = new ArrayList<>();
        try (guest) {
            crowd.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            converse(guest, said);
        } catch (IOException | UncheckedIOException e) {
            said.add("(" + e.getMessage() + ")");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
            conversations.computeIfAbsent(String.join(" ", said), _ -> new LongAdder()).increment();
        }
    }

    private static void converse(Socket guest, List<String> said) throws IOException {
        var in = new InputStreamReader(guest.getInputStream(), StandardCharsets.US_ASCII);
        BufferedReader lines = new BufferedReader(in, 128);
        OutputStream out = guest.getOutputStream();
        say(out, "220 tarpit.example.test");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String verb = line.split(" ", 2)[0];
            said.add(verb);
            if (verb.equals("QUIT")) {
                say(out, "221 Bye");
                return;
            }
            say(out, verb.equals("EHLO") ? "250-tarpit.example.test\r\n250 SIZE 1000" : "250 Ok");
        }
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket door : doors) {
            door.close();
        }
    }
}
