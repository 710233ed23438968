package io.rcptwatch.cli;

import io.rcptwatch.config.Configuration;
import io.rcptwatch.sandbox.Neighbour;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.sandbox.WorldFileException;
import io.rcptwatch.watch.Environment;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The mail world that a configuration speaks of: the real one, or the sandbox, which is started
 * here unless it runs already.
 *
 * @param sandbox empty: the real world, or a sandbox that somebody else started
 * @param surroundings in which the probes are made
 */
record ProbeWorld(Optional<Sandbox> sandbox, Environment surroundings) implements AutoCloseable {
    static ProbeWorld of(Configuration configuration) throws IOException, WorldFileException {
        Optional<Path> file = configuration.sandbox();
        return file.isEmpty()
                ? new ProbeWorld(Optional.empty(), Environment.INTERNET)
                : sandbox(file.get());
    }

    private static ProbeWorld sandbox(Path file) throws IOException, WorldFileException {
        try {
            Sandbox box = Sandbox.start(file);
            return new ProbeWorld(
                    Optional.of(box),
                    Environment.local(box.certificateAuthority(), box.policyPort()));
        } catch (IOException e) {
            if (e.getCause() instanceof BindException) {
                System.err.println("Asking the sandbox that runs already: " + e.getMessage());
                return beside(Neighbour.of(file));
            }
            throw e;
        }
    }

    private static ProbeWorld beside(Neighbour other) {
        return new ProbeWorld(
                Optional.empty(),
                Environment.local(other.certificateAuthority(), other.policyPort()));
    }

    @Override
    public void close() throws IOException {
        if (sandbox.isPresent()) {
            sandbox.get().close();
        }
    }
}
