package io.rcptwatch.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Accepts connections and serves each on a thread of its own, so many at once and so long. */
final class Acceptor implements Runnable, Closeable {
    private static final Duration BREATH = Duration.ofMillis(50);
    private static final Duration LONGEST_END = Duration.ofSeconds(1);

    private final ServerSocket listener;
    private final ExecutorService threads;
    private final Semaphore places;
    private final Duration longest;
    private final Service service;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * Over a bound socket.
     *
     * @param most connections at once
     * @param longest after that time a connection is closed, whatever it does
     */
    Acceptor(
            ServerSocket listener,
            ExecutorService threads,
            int most,
            Duration longest,
            Service service) {
        this.listener = listener;
        this.threads = threads;
        this.places = new Semaphore(most);
        this.longest = longest;
        this.service = service;
    }

    /** What is done with a connection; it is closed afterwards. */
    interface Service {
        /** Serves it; an {@link IOException} is a client that has gone. */
        void serve(Socket connection) throws IOException;

        /** Serves one too many. */
        void refuse(Socket connection) throws IOException;
    }

    /** Accepts until the listener is closed. */
    @Override
    public void run() {
        while (!closed()) {
            try {
                start(listener.accept());
            } catch (IOException _) {
                breathe();
            }
        }
        over.countDown();
    }

    private void start(Socket connection) throws IOException {
        try {
            threads.execute(() -> attend(connection));
        } catch (RejectedExecutionException _) {
            connection.close(); // we are stopping
        }
    }

    /** No descriptors are left, unless the listener was closed. */
    private void breathe() {
        try {
            if (!closed()) {
                Thread.sleep(BREATH);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void attend(Socket connection) {
        Future<?> limit =
                ForkJoinPool.commonPool()
                        .schedule(() -> cut(connection), longest.toMillis(), TimeUnit.MILLISECONDS);
        connections.add(connection);
        try (connection) {
            serve(connection);
        } catch (IOException _) {
            // The client has gone: nobody is left to tell.
        } finally {
            limit.cancel(false);
            connections.remove(connection);
        }
    }

    private void serve(Socket connection) throws IOException {
        if (closed()) {
            return; // accepted at the last moment: close() may not have known of it
        }
        if (!places.tryAcquire()) {
            service.refuse(connection);
            return;
        }
        try {
            service.serve(connection);
        } finally {
            places.release();
        }
    }

    private static void cut(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether nobody is accepted any more. */
    boolean closed() {
        return listener.isClosed();
    }

    /** Accepts nobody any more, and ends every conversation at once. */
    @Override
    public void close() throws IOException {
        listener.close();
        connections.forEach(Acceptor::cut);
        awaitEnd();
    }

    /** The system listens on for as long as somebody waits in accept(), though it was closed. */
    private void awaitEnd() {
        try {
            over.await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
