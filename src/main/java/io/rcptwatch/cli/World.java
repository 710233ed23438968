package io.rcptwatch.cli;

import io.rcptwatch.agent.Surroundings;
import io.rcptwatch.config.Configuration;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.sandbox.WorldFileException;
import io.rcptwatch.wire.HttpsClient;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The mail world that a configuration speaks of: the real one, or the sandbox, which is started
 * here unless it runs already.
 *
 * @param sandbox empty: the real world, or a sandbox that somebody else started
 */
record World(Optional<Sandbox> sandbox) implements AutoCloseable {
    static World of(Configuration configuration) throws IOException, WorldFileException {
        Optional<Path> file = configuration.sandbox();
        return file.isEmpty() ? new World(Optional.empty()) : sandbox(file.get());
    }

    private static World sandbox(Path file) throws IOException, WorldFileException {
        try {
            return new World(Optional.of(Sandbox.start(file)));
        } catch (IOException e) {
            if (e.getCause() instanceof BindException) {
                System.err.println("Asking the sandbox that runs already: " + e.getMessage());
                return new World(Optional.empty());
            }
            throw e;
        }
    }

    /** In which the probes are made. */
    Surroundings surroundings() {
        return sandbox.map(
                        box ->
                                new Surroundings(
                                        List.of(box.certificateAuthority()),
                                        box.policyPort().orElse(HttpsClient.PORT)))
                .orElse(Surroundings.INTERNET);
    }

    @Override
    public void close() throws IOException {
        if (sandbox.isPresent()) {
            sandbox.get().close();
        }
    }
}
