package io.rcptwatch.app;

import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.sandbox.WorldFileException;
import io.rcptwatch.watch.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The sandbox that a configuration names, at work. */
record World(Path file, Sandbox sandbox) implements AutoCloseable {
    /** In which world an engine works. */
    static Environment environment(Optional<World> world) {
        return world.map(World::sandbox)
                .map(box -> Environment.local(box.certificateAuthority(), box.policyPort()))
                .orElse(Environment.INTERNET);
    }

    /**
     * The world of a configuration: the one that is at work if it is of the same file, else a new
     * one, which needs ports of its own.
     */
    static Optional<World> of(ConfigurationReading.Fit reading, Optional<World> atWork)
            throws RefusedException {
        Optional<Path> file = reading.configuration().sandbox();
        try {
            if (file.isEmpty()) {
                return Optional.empty();
            }
            Optional<World> same = atWork.filter(world -> world.file().equals(file.get()));
            return same.isPresent()
                    ? same
                    : Optional.of(new World(file.get(), Sandbox.start(file.get())));
        } catch (IOException | WorldFileException e) {
            throw new RefusedException(reading, "sandbox", "cannot be started: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            sandbox.close();
        } catch (IOException e) {
            System.getLogger(World.class.getName())
                    .log(System.Logger.Level.WARNING, "The sandbox did not close: " + e);
        }
    }
}
