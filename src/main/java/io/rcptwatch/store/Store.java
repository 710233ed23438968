package io.rcptwatch.store;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The open file: tables of bytes by key. Only this class knows the library. For one thread at a
 * time, which nobody may interrupt: that would close the file's channel.
 */
final class Store {
    /** The version of what we write; a file with a higher one is left alone. */
    static final int VERSION = 1;

    private static final String MAGIC = "rcptwatch.version";
    private static final String ABOUT = "about";
    private static final String WRITTEN = "written";
    private static final String CLOSED = "closed";
    private static final int CACHE_MEGABYTES = 1;
    // A changed record costs its whole page.
    private static final int PAGE_BYTES = 4096;
    // What is written every second is synced every second: older blocks may soon be reused.
    private static final Duration RETENTION = Duration.ofSeconds(5);
    // Less than this part of the file in use: it is written closer together.
    private static final int LEAST_FILL_PERCENT = 70;
    private static final int MOST_BYTES_MOVED = 4 << 20;

    private final Path file;
    private final MVStore store;
    private Optional<Found> found = Optional.empty();

    private Store(Path file, MVStore store) {
        this.file = file;
        this.store = store;
    }

    /**
     * What a file is.
     *
     * @param written as of when
     * @param closed false: whoever wrote it was killed, or without power, or its end is gone
     */
    record Found(Instant written, boolean closed) {}

    interface Access<T> {
        T get() throws IOException, UnfitFileException;
    }

    /**
     * Opens it, or makes it, with its folder.
     *
     * @throws InUseException where another process, or another part of this one, has it open
     * @throws UnfitFileException where it is none of ours, or damaged
     * @throws IOException where it can be neither read nor written
     */
    static Store open(Path file, Instant now)
            throws IOException, InUseException, UnfitFileException {
        Path absolute = file.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw new IOException(file + " is a directory");
        }
        Files.createDirectories(absolute.getParent());
        boolean begun = Files.exists(absolute) && Files.size(absolute) > 0;
        Store store = new Store(absolute, opened(absolute));
        try {
            translated(() -> store.requireOurs(begun, now));
            return store;
        } catch (IOException | UnfitFileException e) {
            store.abandon();
            throw e;
        }
    }

    private static MVStore opened(Path file)
            throws IOException, InUseException, UnfitFileException {
        try {
            MVStore store =
                    new MVStore.Builder()
                            .fileName(file.toString())
                            .autoCommitDisabled()
                            .cacheSize(CACHE_MEGABYTES)
                            .pageSplitSize(PAGE_BYTES)
                            .open();
            store.setVersionsToKeep(0);
            store.setRetentionTime(Math.toIntExact(RETENTION.toMillis()));
            return store;
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new InUseException(file + " is in use: another agent runs with this state");
            }
            throw failure(e);
        } catch (RuntimeException e) {
            // It trusts a file that once was its own.
            throw new UnfitFileException(e);
        }
    }

    private boolean requireOurs(boolean begun, Instant now) throws IOException, UnfitFileException {
        if (store.isReadOnly()) {
            throw new IOException(file + " cannot be written");
        }
        Set<String> tables = new TreeSet<>(store.getMapNames());
        MVMap<String, byte[]> about = map(ABOUT);
        byte[] version = about.get(MAGIC);
        if (version == null && tables.isEmpty() && begun) {
            // The library takes the rest of a file that lost all it held for a new one.
            throw new UnfitFileException("holds nothing that is whole");
        } else if (version == null && tables.isEmpty()) {
            about.put(MAGIC, new byte[] {VERSION});
            note(WRITTEN, now);
            store.commit();
        } else if (version == null || version.length != 1) {
            throw new UnfitFileException("is not a state of ours");
        } else if (version[0] > VERSION) {
            throw new UnfitFileException("was written by a newer version of Rcptwatch");
        } else {
            boolean closed = about.remove(CLOSED) != null;
            found = Optional.ofNullable(about.get(WRITTEN)).map(at -> new Found(time(at), closed));
            store.commit();
        }
        return true;
    }

    private static Instant time(byte[] written) {
        return Instant.ofEpochMilli(new BigInteger(written).longValue());
    }

    /** What it was when it was opened; empty: a new one, or one of a version that noted nothing. */
    Optional<Found> found() {
        return found;
    }

    private MVMap<String, byte[]> map(String table) {
        return store.openMap(
                table,
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    /** Hands over all of a table, in the keys' order. */
    void scan(String table, BiConsumer<String, byte[]> entries)
            throws IOException, UnfitFileException {
        translated(
                () -> {
                    Cursor<String, byte[]> cursor = map(table).cursor(null);
                    while (cursor.hasNext()) {
                        String key = cursor.next();
                        entries.accept(key, cursor.getValue());
                    }
                    return true;
                });
    }

    /** The keys of a table that begin so, in their order. */
    List<String> keys(String table, String prefix) throws IOException, UnfitFileException {
        return translated(
                () -> {
                    List<String> keys = new ArrayList<>();
                    Iterator<String> from = map(table).keyIterator(prefix);
                    String key = prefix;
                    while (from.hasNext() && key.startsWith(prefix)) {
                        key = from.next();
                        keys.add(key);
                    }
                    keys.removeIf(k -> !k.startsWith(prefix));
                    return keys;
                });
    }

    /** The values of those of these keys that a table has. */
    Map<String, byte[]> all(String table, Collection<String> keys)
            throws IOException, UnfitFileException {
        return translated(
                () -> {
                    Map<String, byte[]> found = new HashMap<>();
                    MVMap<String, byte[]> values = map(table);
                    keys.forEach(
                            key ->
                                    Optional.ofNullable(values.get(key))
                                            .ifPresent(value -> found.put(key, value)));
                    return found;
                });
    }

    Optional<byte[]> get(String table, String key) throws IOException, UnfitFileException {
        return translated(() -> Optional.ofNullable(map(table).get(key)));
    }

    void put(String table, String key, byte[] value) throws IOException, UnfitFileException {
        translated(() -> Optional.ofNullable(map(table).put(key, value)));
    }

    void remove(String table, String key) throws IOException, UnfitFileException {
        translated(() -> Optional.ofNullable(map(table).remove(key)));
    }

    /** The same in the midst of what belongs together. */
    void commit() throws IOException, UnfitFileException {
        translated(store::commit);
    }

    /** From now on a killed process loses nothing of what was put; all of it is of that time. */
    void commit(Instant now) throws IOException, UnfitFileException {
        translated(
                () -> {
                    if (store.hasUnsavedChanges()) {
                        note(WRITTEN, now);
                    }
                    return store.commit();
                });
    }

    private void note(String what, Instant now) {
        map(ABOUT).put(what, BigInteger.valueOf(now.toEpochMilli()).toByteArray());
    }

    /** From now on a machine without power loses nothing of what was committed. */
    void sync() throws IOException, UnfitFileException {
        translated(
                () -> {
                    store.sync();
                    return true;
                });
    }

    /** Gives back space where much of it is unused; takes some milliseconds at most. */
    void compact() throws IOException, UnfitFileException {
        translated(() -> store.compact(LEAST_FILL_PERCENT, MOST_BYTES_MOVED));
    }

    /** Whether the file that we write still is the one that has the name. */
    boolean inPlace() {
        return Files.exists(file);
    }

    /** Commits and closes: nothing of it is lost. */
    void close(Instant now) throws IOException, UnfitFileException {
        translated(
                () -> {
                    note(WRITTEN, now);
                    note(CLOSED, now);
                    store.close();
                    return true;
                });
    }

    /** Closes without writing anything; never fails. */
    void abandon() {
        store.closeImmediately();
    }

    private static <T> T translated(Access<T> access) throws IOException, UnfitFileException {
        try {
            return access.get();
        } catch (MVStoreException e) {
            throw failure(e);
        } catch (RuntimeException e) {
            // The library trusts what it reads: damage shows as any exception.
            throw new UnfitFileException(e);
        }
    }

    private static IOException failure(MVStoreException e) throws UnfitFileException {
        boolean damage =
                switch (e.getErrorCode()) {
                    case DataUtils.ERROR_FILE_CORRUPT,
                            DataUtils.ERROR_UNSUPPORTED_FORMAT,
                            DataUtils.ERROR_CHUNK_NOT_FOUND,
                            DataUtils.ERROR_SERIALIZATION ->
                            true;
                    case DataUtils.ERROR_READING_FAILED -> e.getCause() instanceof EOFException;
                    default -> false;
                };
        if (damage) {
            throw new UnfitFileException(e);
        }
        return new IOException(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
    }
}
