package io.rcptwatch.store;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The file that outlives the process. One thread reads and writes it, at most a second after a
 * change; whoever changes something does not wait for it. Where it cannot be written, the agent
 * works on, and what is in memory goes into the file as soon as that is possible.
 */
public final class StateFile implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rcptwatch.state");
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(30);
    // Conversations often begin together: one commit serves them all.
    private static final Duration GATHER = Duration.ofMillis(50);
    // A disk that hangs delays nobody for longer.
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration STUCK = Duration.ofSeconds(30);

    private final Path file;
    private final StoreWriter writer;
    // Never interrupted, and nobody else's: an interrupt would close the file's channel.
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("state").factory());
    private volatile boolean written;
    private volatile long lastStep = System.nanoTime();
    private final AtomicLong dropped = new AtomicLong();
    private Optional<CompletableFuture<Boolean>> awaited = Optional.empty();

    private StateFile(Path file, StoreWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * Opens the file, or makes it, with its folder. What cannot be read as ours is moved aside.
     *
     * @throws InUseException where another agent runs with it
     */
    public static StateFile open(Path file, InstantSource clock) throws InUseException {
        return open(file, clock, RETRY);
    }

    static StateFile open(Path file, InstantSource clock, Duration retry) throws InUseException {
        StoreWriter writer = new StoreWriter(file, clock, retry);
        writer.open();
        StateFile state = new StateFile(file, writer);
        state.written = writer.errors() == 0;
        ScheduledFuture<?> _ =
                state.thread.scheduleWithFixedDelay(
                        state::step, STEP.toMillis(), STEP.toMillis(), TimeUnit.MILLISECONDS);
        return state;
    }

    /** Whether another process has the file open, and would keep {@link #open} from it. */
    public static boolean inUse(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException _) {
            return true;
        } catch (IOException _) {
            // Missing, or not to be written: opening it will tell.
            return false;
        }
    }

    /**
     * A table of the file, with all that it holds. Once for each name.
     *
     * @param name stays the same in all versions
     * @param type a record, or another type that JSON can show
     */
    public <V> StateMap<V> map(String name, Class<V> type) {
        StateMap<V> map = new StateMap<>(name, StoreJson.form(type));
        dropped(name, onThread(() -> load(map)).orElse(0));
        return map;
    }

    /** So many records of a table could not be read, and were dropped. */
    void dropped(String table, int unreadable) {
        if (unreadable > 0) {
            dropped.addAndGet(unreadable);
            LOG.log(WARNING, "{0}: {1} of {2} could not be read", file, unreadable, table);
        }
    }

    /** Writes this table, too, from now on. */
    void add(StoreTable table) {
        writer.add(table);
    }

    /**
     * Does it now, where the file is in order; for tables that are not in memory. A disk that hangs
     * delays nobody for long.
     */
    <T> Optional<T> read(StoreWriter.Work<T> work) {
        try {
            Future<Optional<T>> read = thread.submit(() -> writer.work(work));
            try {
                return read.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                read.cancel(false);
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (RejectedExecutionException _) {
            // It is closed.
            return Optional.empty();
        }
    }

    /** Asks somebody, before each write, to put what has changed; must be quick. */
    public void source(Runnable collect) {
        writer.add(collect);
    }

    /** Does it now, however long it takes; empty if the file cannot be used. */
    <T> Optional<T> load(StoreWriter.Work<T> work) {
        return onThread(() -> writer.work(work)).flatMap(Function.identity());
    }

    private int load(StateMap<?> map) {
        int unreadable = writer.work(map::load).orElse(0);
        writer.add(map);
        return unreadable;
    }

    private <T> Optional<T> onThread(Callable<T> work) {
        try {
            return Optional.of(thread.submit(work).get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void step() {
        write();
        writer.maintain();
    }

    private void write() {
        written = written();
        lastStep = System.nanoTime();
    }

    private boolean written() {
        try {
            return writer.write();
        } catch (RuntimeException e) {
            // A mistake of ours in one record must not end the keeping of the others.
            LOG.log(ERROR, "A part of the state was not written", e);
            return false;
        }
    }

    /**
     * Returns when all that was put before is safe from the end of this process, or at once where
     * the file cannot be written: for what must not happen again after a restart.
     */
    public void secure() throws InterruptedException {
        if (!written || thread.isShutdown()) {
            return;
        }
        try {
            nextWrite().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // The health tells.
            written = false;
        }
    }

    private synchronized CompletableFuture<Boolean> nextWrite() {
        if (awaited.isEmpty()) {
            awaited = Optional.of(new CompletableFuture<>());
            ScheduledFuture<?> _ =
                    thread.schedule(this::writeAwaited, GATHER.toMillis(), TimeUnit.MILLISECONDS);
        }
        return awaited.get();
    }

    private void writeAwaited() {
        CompletableFuture<Boolean> asked = taken();
        write();
        asked.complete(written);
    }

    private synchronized CompletableFuture<Boolean> taken() {
        CompletableFuture<Boolean> asked = awaited.orElseThrow();
        awaited = Optional.empty();
        return asked;
    }

    /** How the file is doing. */
    public StoreHealth health() {
        boolean stuck = System.nanoTime() - lastStep > STUCK.toNanos();
        return new StoreHealth(written && !stuck, writer.errors(), size(), dropped.get());
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }

    /** Writes what has changed, and closes the file. */
    @Override
    public void close() {
        thread.execute(writer::close);
        thread.shutdown();
        try {
            thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
