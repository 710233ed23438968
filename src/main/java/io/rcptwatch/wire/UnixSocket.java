package io.rcptwatch.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Answers one line with bytes, on a socket in the file system that only its own user may connect
 * to. Bounded: so many callers at once, each with one short line.
 */
public final class UnixSocket implements AutoCloseable {
    private static final int MOST_CALLERS = 16;
    private static final int LONGEST_LINE = 512;
    private static final int LONGEST_ANSWER = 16 << 20;
    private static final Duration TIME_TO_ASK = Duration.ofSeconds(5);

    private final Path path;
    private final ServerSocketChannel server;
    private final Responder responder;
    private final Semaphore room = new Semaphore(MOST_CALLERS);

    /** What is answered. */
    public interface Responder {
        /** The answer to a line; empty: none. May take its time. */
        Optional<byte[]> answer(String line) throws InterruptedException;
    }

    private UnixSocket(Path path, ServerSocketChannel server, Responder responder) {
        this.path = path;
        this.server = server;
        this.responder = responder;
    }

    /**
     * Listens there with mode 0600. A socket that is there already is replaced: the caller must be
     * the only one who may use that name.
     *
     * @throws IOException if that is impossible: the name is too long for a socket, for example
     */
    public static UnixSocket open(Path path, Responder responder) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        // Made where only its user may look, and moved when its mode is right: nobody gets in
        // early.
        Path folder = Files.createTempDirectory(path.toAbsolutePath().getParent(), ".s");
        Path made = folder.resolve("s");
        try {
            server.bind(address(made));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Files.move(made, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            server.close();
            Files.deleteIfExists(made);
            throw e;
        } finally {
            Files.delete(folder);
        }
        UnixSocket socket = new UnixSocket(path, server, responder);
        Thread.ofVirtual().name("socket").start(socket::listen);
        return socket;
    }

    private static UnixDomainSocketAddress address(Path path) throws IOException {
        try {
            return UnixDomainSocketAddress.of(path);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void listen() {
        while (server.isOpen()) {
            try {
                SocketChannel caller = server.accept();
                if (room.tryAcquire()) {
                    Thread.ofVirtual().name("socket-caller").start(() -> serve(caller));
                } else {
                    caller.close();
                }
            } catch (IOException _) {
                // It was closed, or a caller has gone already.
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            Thread limit = Thread.startVirtualThread(() -> closeLate(caller));
            String line = line(caller);
            limit.interrupt();
            Optional<byte[]> answer = responder.answer(line);
            if (answer.isPresent()) {
                Channels.newOutputStream(caller).write(answer.get());
            }
        } catch (IOException _) {
            // The caller has gone.
        } catch (InterruptedException e) {
            // No other thread knows this one.
            throw new IllegalStateException(e);
        } finally {
            room.release();
        }
    }

    private static void closeLate(SocketChannel caller) {
        try {
            Thread.sleep(TIME_TO_ASK);
            caller.close();
        } catch (InterruptedException _) {
            // It has asked.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(SocketChannel caller) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_LINE);
        while (caller.read(bytes) > 0 && bytes.get(bytes.position() - 1) != '\n') {
            // The rest of the line comes.
        }
        return new String(bytes.array(), 0, bytes.position(), US_ASCII).strip();
    }

    /**
     * Asks who listens there.
     *
     * @return the answer, cut after 16 MiB; empty if there is none
     * @throws IOException if nobody listens there, or we may not ask
     */
    public static byte[] ask(Path path, String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address(path))) {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(US_ASCII)));
            return Channels.newInputStream(channel).readNBytes(LONGEST_ANSWER);
        }
    }

    /** Listens no more, and takes the socket away; who was asked already answers. */
    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
