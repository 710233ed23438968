package io.rcptwatch.deliveries;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where each log was read up to, over restarts. */
public interface LogMemory {
    /** Without a state file: the places outlive a reload, and no restart. */
    static LogMemory ofProcess() {
        Map<String, LogPlace> places = new ConcurrentHashMap<>();
        return new LogMemory() {
            @Override
            public Optional<LogPlace> place(String log) {
                return Optional.ofNullable(places.get(log));
            }

            @Override
            public void keep(String log, LogPlace place) {
                places.put(log, place);
            }
        };
    }

    /** The place in that log; empty: it was never read. */
    Optional<LogPlace> place(String log);

    /** Keeps it; it is safe when this returns, unless the file cannot be written. */
    void keep(String log, LogPlace place) throws InterruptedException;
}
