package io.rcptwatch.cli;

import io.rcptwatch.agent.Surroundings;
import io.rcptwatch.config.Configuration;
import io.rcptwatch.sandbox.Neighbour;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.sandbox.WorldFileException;
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
record World(Optional<Sandbox> sandbox, Surroundings surroundings) implements AutoCloseable {
    static World of(Configuration configuration) throws IOException, WorldFileException {
        Optional<Path> file = configuration.sandbox();
        return file.isEmpty()
                ? new World(Optional.empty(), Surroundings.INTERNET)
                : sandbox(file.get());
    }

    private static World sandbox(Path file) throws IOException, WorldFileException {
        try {
            Sandbox box = Sandbox.start(file);
            return new World(
                    Optional.of(box),
                    Surroundings.local(box.certificateAuthority(), box.policyPort()));
        } catch (IOException e) {
            if (e.getCause() instanceof BindException) {
                System.err.println("Asking the sandbox that runs already: " + e.getMessage());
                return beside(Neighbour.of(file));
            }
            throw e;
        }
    }

    private static World beside(Neighbour other) {
        return new World(
                Optional.empty(),
                Surroundings.local(other.certificateAuthority(), other.policyPort()));
    }

    @Override
    public void close() throws IOException {
        if (sandbox.isPresent()) {
            sandbox.get().close();
        }
    }
}
