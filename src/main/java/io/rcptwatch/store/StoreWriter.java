package io.rcptwatch.store;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the file as its tables are, come what may: opens it, moves aside what is unfit, and where
 * it cannot be written tries again later. For one thread.
 */
final class StoreWriter {
    private static final System.Logger LOG = System.getLogger("io.rcptwatch.state");
    private static final Duration COMPACTION = Duration.ofSeconds(30);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path file;
    private final InstantSource clock;
    private final Duration retry;
    private final List<Runnable> sources = new CopyOnWriteArrayList<>();
    private final List<StoreTable> tables = new CopyOnWriteArrayList<>();
    private Optional<Store> store = Optional.empty();
    private boolean known;
    private boolean closed;
    private boolean failing;
    private long failedAt;
    private long compactedAt = System.nanoTime();
    private final AtomicLong errors = new AtomicLong();

    StoreWriter(Path file, InstantSource clock, Duration retry) {
        this.file = file;
        this.clock = clock;
        this.retry = retry;
    }

    /** What is done with the open file. */
    interface Work<T> {
        T with(Store store) throws IOException, UnfitFileException;
    }

    /**
     * Opens the file; where that is impossible, it is tried again later.
     *
     * @throws InUseException where another agent runs with it
     */
    void open() throws InUseException {
        try {
            store = Optional.of(fitStore());
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Writes this table, too, from now on. By any thread. */
    void add(StoreTable table) {
        tables.add(table);
    }

    /** Runs this, too, before the tables are written. By any thread. */
    void add(Runnable source) {
        sources.add(source);
    }

    /** Writes what has changed; whether all of it is in the file now. */
    boolean write() {
        return work(this::write).isPresent();
    }

    private boolean write(Store open) throws IOException, UnfitFileException {
        sources.forEach(Runnable::run);
        for (StoreTable table : tables) {
            table.write(open);
        }
        open.commit(clock.instant());
        return true;
    }

    /** What makes the file last, and keeps it small. */
    void maintain() {
        work(
                open -> {
                    open.sync();
                    if (passed(compactedAt, COMPACTION)) {
                        open.compact();
                        compactedAt = System.nanoTime();
                    }
                    return true;
                });
    }

    /** Does it, if the file is in order and was not closed; a failure is counted, and said once. */
    <T> Optional<T> work(Work<T> work) {
        if (closed || (failing && !passed(failedAt, retry))) {
            return Optional.empty();
        }
        try {
            T result = work.with(usable());
            well();
            return Optional.of(result);
        } catch (UnfitFileException e) {
            unfit(e);
        } catch (IOException e) {
            failed(e);
        } catch (InUseException e) {
            failed(new IOException(e.getMessage(), e));
        }
        return Optional.empty();
    }

    private static boolean passed(long since, Duration time) {
        return System.nanoTime() - since > time.toNanos();
    }

    private Store usable() throws IOException, InUseException {
        if (store.isEmpty() || !store.get().inPlace()) {
            abandon();
            store = Optional.of(fitStore());
            tables.forEach(StoreTable::reopened);
        }
        return store.get();
    }

    private Store fitStore() throws IOException, InUseException {
        try {
            return opened();
        } catch (UnfitFileException e) {
            moveAside(e);
        }
        try {
            return opened();
        } catch (UnfitFileException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Store opened() throws IOException, InUseException, UnfitFileException {
        Store opened = Store.open(file, clock.instant());
        if (!known) {
            opened.found().ifPresent(this::say);
            known = true;
        }
        return opened;
    }

    private void say(Store.Found found) {
        LOG.log(
                INFO,
                "{0}: the state is of {1}, {2} s ago{3}",
                file,
                found.written().truncatedTo(ChronoUnit.SECONDS),
                // Or else with separators.
                Long.toString(Duration.between(found.written(), clock.instant()).toSeconds()),
                found.closed() ? "" : "; it was not closed: what came after that is lost");
    }

    private void unfit(UnfitFileException e) {
        abandon();
        try {
            moveAside(e);
            // What is in memory goes into a new one, at once.
            tables.forEach(StoreTable::reopened);
        } catch (IOException impossible) {
            failed(impossible);
        }
    }

    private void moveAside(UnfitFileException reason) throws IOException {
        String name = file.getFileName() + ".corrupt-" + TIME.format(clock.instant());
        Files.move(file, file.resolveSibling(name));
        LOG.log(
                WARNING,
                "{0} {1}: it was moved aside as {2}, and a new state begins",
                file,
                reason.getMessage(),
                name);
    }

    private void failed(IOException e) {
        abandon();
        errors.incrementAndGet();
        failedAt = System.nanoTime();
        if (!failing) {
            LOG.log(
                    WARNING,
                    "The state cannot be kept in {0}: {1}. The watch goes on; after a restart it"
                            + " would begin anew. It is tried again every {2} s",
                    file,
                    e.getMessage(),
                    retry.toSeconds());
        }
        failing = true;
    }

    private void well() {
        if (failing) {
            LOG.log(INFO, "The state is kept in {0} again", file);
            failing = false;
        }
    }

    private void abandon() {
        store.ifPresent(Store::abandon);
        store = Optional.empty();
    }

    /** How often the file could not be written. */
    long errors() {
        return errors.get();
    }

    /** Writes what has changed, and closes. */
    void close() {
        if (write()) {
            work(
                    open -> {
                        open.close(clock.instant());
                        return true;
                    });
        }
        abandon();
        closed = true;
    }
}
