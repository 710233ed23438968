package io.rcptwatch.store;

import io.rcptwatch.deliveries.LogMemory;
import io.rcptwatch.deliveries.LogPlace;
import java.util.Optional;

/** Keeps the places of logs in the state file. */
public final class LogPlaces implements LogMemory {
    private final StateFile file;
    private final StateMap<LogPlace> places;

    /** Those of that file; once for each. */
    public LogPlaces(StateFile file) {
        this.file = file;
        this.places = file.map("logs", LogPlace.class);
    }

    @Override
    public Optional<LogPlace> place(String log) {
        return places.get(log);
    }

    @Override
    public void keep(String log, LogPlace place) throws InterruptedException {
        places.put(log, place);
        file.secure();
    }
}
