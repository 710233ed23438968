package io.rcptwatch.store;

import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keys whose values changed since they were written last. Thread-safe. */
final class Unwritten<K> {
    // What is not committed yet is in memory twice.
    private static final int MOST_UNCOMMITTED = 200;

    private final Set<K> keys = ConcurrentHashMap.newKeySet();

    /** Writes the value that a key has now. */
    interface Writing<K> {
        void write(K key) throws IOException, UnfitFileException;
    }

    void add(K key) {
        keys.add(key);
    }

    void addAll(Collection<K> more) {
        keys.addAll(more);
    }

    void write(Store store, Writing<K> writing) throws IOException, UnfitFileException {
        int uncommitted = 0;
        for (Iterator<K> left = keys.iterator(); left.hasNext(); ) {
            K key = left.next();
            // Before the value is read: a change from now on is written the next time.
            left.remove();
            writing.write(key);
            uncommitted++;
            if (uncommitted % MOST_UNCOMMITTED == 0) {
                store.commit();
            }
        }
    }
}
