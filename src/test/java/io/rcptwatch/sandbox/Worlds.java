package io.rcptwatch.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Worlds for tests, at ports that are free. */
final class Worlds {
    static final Path SHIPPED = Path.of("config/sandbox.yaml");

    private Worlds() {}

    /** The shipped world. */
    static SandboxWorld shipped() {
        try {
            SandboxWorld world = WorldFile.read(SHIPPED);
            return new SandboxWorld(
                    new InetSocketAddress(world.dns().getAddress(), 0),
                    0,
                    world.limits(),
                    world.https().map(https -> new InetSocketAddress(https.getAddress(), 0)),
                    world.domains(),
                    world.records());
        } catch (WorldFileException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A world of one domain, {@code x.test}, whose only host is {@code mx.x.test}. */
    static SandboxWorld ofOneReceiver(String limits, String script) {
        return of(
                """
                dns: 127.0.0.1:0
                port: 0
                limits: {%s}
                domains:
                  - domain: x.test
                    description: For a test.
                    expect: {status: deliverable, outcomes: [accepted]}
                    mx:
                      - {host: mx.x.test, address: 127.0.2.1, script: own}
                scripts:
                  own:
                """
                                .formatted(limits)
                        + script.indent(4));
    }

    /** The world that a text describes. */
    static SandboxWorld of(String yaml) {
        try {
            Path file = Files.createTempFile("world", ".yaml");
            try {
                return WorldFile.read(Files.writeString(file, yaml));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (WorldFileException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Sandbox start(SandboxWorld world) throws IOException {
        return Sandbox.start(world, InstantSource.system());
    }
}
