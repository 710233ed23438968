package io.rcptwatch.web;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The agent with one target, at a port where nobody listens. */
public final class OneTargetProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "web");
            Path file = Files.writeString(folder.resolve("rcptwatch.yaml"), configuration());
            return Map.of(
                    "rcptwatch.config",
                    file.toString(),
                    "quarkus.http.host",
                    "127.0.0.1",
                    "quarkus.http.test-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration() throws IOException {
        return """
        identities:
          - name: default
            helo: probe.example.net
            mail_from: probe@example.net
        dns:
          servers: ["127.0.0.1:1"]
        politeness:
          allow_private_addresses: true
        targets:
          - domain: bücher.example
            recipient: postmaster
            hosts: ["127.0.0.1:%d"]
        """
                .formatted(closedPort());
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
