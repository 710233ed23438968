package io.rcptwatch.store;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values by key that outlive the process: all of them in memory, and in the file a second later.
 * Thread-safe, and never slower than memory.
 *
 * @param <V> immutable, written as {@link RecordCodec} says
 */
public final class StateMap<V> implements StoreTable {
    private final String name;
    private final RecordCodec<V> form;
    private final Map<String, V> values = new ConcurrentHashMap<>();
    private final Unwritten<String> unwritten = new Unwritten<>();

    StateMap(String name, RecordCodec<V> form) {
        this.name = name;
        this.form = form;
    }

    /** The value of a key; empty where there is none. */
    public Optional<V> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Gives a key a value, which must not change any more. */
    public void put(String key, V value) {
        if (!value.equals(values.put(key, value))) {
            unwritten.add(key);
        }
    }

    /** Forgets a key. */
    public void remove(String key) {
        if (values.remove(key) != null) {
            unwritten.add(key);
        }
    }

    /** All that is there now. */
    public Map<String, V> all() {
        return Map.copyOf(values);
    }

    /** Takes over what the file holds; a record that cannot be read is dropped. */
    int load(Store store) throws IOException, UnfitFileException {
        int[] dropped = {0};
        store.scan(
                name,
                (key, bytes) -> {
                    Optional<V> value = form.read(bytes);
                    value.ifPresentOrElse(v -> values.put(key, v), () -> unwritten.add(key));
                    dropped[0] += value.isPresent() ? 0 : 1;
                });
        return dropped[0];
    }

    @Override
    public void write(Store store) throws IOException, UnfitFileException {
        unwritten.write(
                store,
                key -> {
                    V value = values.get(key);
                    if (value == null) {
                        store.remove(name, key);
                    } else {
                        store.put(name, key, form.written(value));
                    }
                });
    }

    @Override
    public void reopened() {
        unwritten.addAll(values.keySet());
    }
}
