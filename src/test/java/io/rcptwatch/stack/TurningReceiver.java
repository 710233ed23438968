package io.rcptwatch.stack;

import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.sandbox.WorldFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The mail host of a domain that takes our mail until the test has it block us. */
final class TurningReceiver implements AutoCloseable {
    static final String DOMAIN = "turns.test";
    static final String TARGET = "  - {domain: turns.test, interval: 5s}\n";

    /** To the agent's own sandbox it is a host where nobody listens: that is left to us. */
    static final String NOBODY =
            """
              - domain: turns.test
                description: Turns against us.
                expect: {status: unreachable, outcomes: [connect_failed]}
                mx:
                  - {host: mx.turns.test, address: 127.0.1.250}
            """;

    private final Path file;
    private final int port;
    private Sandbox sandbox;

    private TurningReceiver(Path file, int port) throws IOException, WorldFileException {
        this.file = file;
        this.port = port;
        this.sandbox = world("");
    }

    static TurningReceiver taking(Path folder, int port) throws IOException, WorldFileException {
        return new TurningReceiver(folder.resolve("turns.yaml"), port);
    }

    /** From now on it refuses us. */
    void block() throws IOException, WorldFileException {
        sandbox.close();
        sandbox = world("rcpt: '554 5.7.1 Client host [{client}] blocked using zen.spamhaus.org'");
    }

    private Sandbox world(String script) throws IOException, WorldFileException {
        String world =
                """
                dns: 127.0.0.1:0
                port: %d
                domains:
                  - domain: turns.test
                    description: Turns against us.
                    expect: {status: deliverable, outcomes: [accepted]}
                    mx:
                      - {host: mx.turns.test, address: 127.0.1.250, script: turns}
                scripts:
                  turns: {%s}
                """
                        .formatted(port, script);
        return Sandbox.start(Files.writeString(file, world));
    }

    @Override
    public void close() throws IOException {
        sandbox.close();
    }
}
