package io.rcptwatch.web;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The agent with a few targets in a mail world that the test runs, none due for long. */
public final class ProbeProfile implements QuarkusTestProfile {
    /** The file of the mail world that the test has to start. */
    static final String WORLD = "rcptwatch.probe.world";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "probe");
            int port = freePort();
            int dns = freePort();
            Path world = Files.writeString(folder.resolve("world.yaml"), world(port, dns));
            Path file = Files.writeString(folder.resolve("rcptwatch.yaml"), agent(port, dns));
            return Map.of(
                    "rcptwatch.config",
                    file.toString(),
                    WORLD,
                    world.toString(),
                    "quarkus.http.host",
                    "127.0.0.1",
                    "quarkus.http.test-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String agent(int port, int dns) {
        return """
        identities:
          - {name: north, helo: north.example.net, mail_from: probe@example.net}
          - {name: south, helo: south.example.net, mail_from: probe@example.net}
        contact: https://probe.example.net/who?a=1&b=2
        dns: {servers: ["127.0.0.1:%d"]}
        defaults: {interval: 30d, port: %d, identities: [north], timeouts: {reply: 20s}}
        politeness: {min_interval: 2s, per_host_per_minute: 1000, per_host_per_day: 10000, allow_private_addresses: true}
        probe: {any_domain: true}
        targets:
          - domain: takes.test
          - domain: twins.test
            identities: [north, south]
          - domain: refuses.test
          - domain: holds.test
        """
                .formatted(dns, port);
    }

    private static String world(int port, int dns) {
        return """
        dns: 127.0.0.1:%d
        port: %d
        limits: {dialogues: 1000}
        domains:
          - domain: takes.test
            description: Takes mail.
            expect: {status: deliverable, outcomes: [accepted]}
            mx: [{host: mx.takes.test, address: 127.0.1.231, script: slow}]
          - domain: twins.test
            description: Takes mail.
            expect: {status: deliverable, outcomes: [accepted]}
            mx: [{host: mx.twins.test, address: 127.0.1.232, script: takes}]
          - domain: refuses.test
            description: Refuses, in colour.
            expect: {status: rejected, outcomes: [policy_rejected]}
            mx: [{host: mx.refuses.test, address: 127.0.1.233, script: refuses}]
          - domain: holds.test
            description: Says nothing.
            expect: {status: unreachable, outcomes: [reply_timeout]}
            mx: [{host: mx.holds.test, address: 127.0.1.234, script: holds}]
          - domain: stranger.test
            description: Nobody's target.
            expect: {status: deliverable, outcomes: [accepted]}
            mx: [{host: mx.stranger.test, address: 127.0.1.235, script: takes}]
        scripts:
          takes: {tls: none}
          slow: {tls: none, delay: 50ms}
          refuses: {tls: none, rcpt: {raw: "550 5.7.1 \\e[31mMessage rejected due to local\\tpolicy"}}
          holds: {tls: none, rcpt: hold}
        """
                .formatted(dns, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
