package io.rcptwatch.app;

import io.rcptwatch.config.StateSettings;
import io.rcptwatch.store.InUseException;
import io.rcptwatch.store.LimitsMemory;
import io.rcptwatch.store.LogPlaces;
import io.rcptwatch.store.StateFile;
import io.rcptwatch.store.TargetMemory;
import java.util.Optional;

/** The state file that a configuration names, open. */
record Memory(StateSettings settings, StateFile file, TargetMemory targets, LogPlaces logs)
        implements AutoCloseable {
    /**
     * The memory of a configuration: the one that is open if it is the same, else a new one. What
     * this process knows goes before what a file says; the ledger must list the targets.
     */
    static Optional<Memory> of(
            ConfigurationReading.Fit reading, Optional<Memory> open, boolean atWork, Shared shared)
            throws RefusedException {
        Optional<StateSettings> wanted = reading.configuration().state();
        if (wanted.isEmpty() || wanted.equals(open.map(Memory::settings))) {
            return wanted.flatMap(_ -> open);
        }
        StateSettings settings = wanted.get();
        // Two cannot have one file open.
        open.filter(m -> m.settings().file().equals(settings.file())).ifPresent(Memory::close);
        try {
            StateFile file = StateFile.open(settings.file(), shared.clock());
            shared.ledger().list(reading.configuration().targets());
            TargetMemory targets =
                    new TargetMemory(file, shared.ledger(), settings.keep(), shared.clock());
            if (atWork) {
                LimitsMemory.follow(
                        file, shared.limiter(), shared.pacer(), shared.steady(), shared.clock());
            } else {
                LimitsMemory.keep(
                        file,
                        shared.ledger(),
                        shared.limiter(),
                        shared.pacer(),
                        shared.steady(),
                        shared.clock());
            }
            return Optional.of(new Memory(settings, file, targets, new LogPlaces(file)));
        } catch (InUseException e) {
            throw new RefusedException(reading, "state", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
