package io.rcptwatch.stack;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The agent with two identities, of which a receiver blocks one, with a host that is dead over
 * IPv6, and with a domain whose best host is dead.
 */
public final class VantageProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            int dns = Server.freePort();
            int receivers = Server.freePort();
            Path folder = Files.createTempDirectory(Path.of("target"), "vantages");
            Files.writeString(folder.resolve("world.yaml"), world(dns, receivers));
            Path agent = folder.resolve("rcptwatch.yaml");
            Files.writeString(agent, agent(dns, receivers));
            return Map.of(
                    "rcptwatch.config",
                    agent.toString(),
                    "quarkus.http.host",
                    "127.0.0.1",
                    "quarkus.http.test-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String world(int dns, int receivers) {
        return """
        dns: 127.0.0.1:%d
        port: %d
        domains:
          - domain: picky.test
            description: Blocks one of our addresses.
            expect: {status: degraded, outcomes: [accepted, ip_blocked]}
            mx:
              - {host: mx.picky.test, address: 127.0.1.241, script: picky}
          - domain: half.test
            description: Takes mail over IPv4; over IPv6 nobody listens.
            expect: {status: degraded, outcomes: [accepted, connect_failed]}
            mx:
              - {host: mx.half.test, address: 127.0.1.242, script: accepts, address6: "::1"}
          - domain: second.test
            description: Its best host is dead.
            expect: {status: degraded, outcomes: [connect_failed, accepted]}
            mx:
              - {preference: 10, host: mx1.second.test, address: 127.0.1.243}
              - {preference: 20, host: mx2.second.test, address: 127.0.1.244, script: accepts}
        scripts:
          accepts: {}
          picky:
            clients:
              127.0.0.3: 554 5.7.1 Client host [{client}] blocked using zen.spamhaus.org
        """
                .formatted(dns, receivers);
    }

    private static String agent(int dns, int receivers) {
        return """
        sandbox: world.yaml
        identities:
          - {name: first, helo: a.example.net, mail_from: probe@example.net, source_address: 127.0.0.2}
          - {name: second, helo: b.example.net, mail_from: probe@example.net, source_address: 127.0.0.3}
          - {name: any, helo: c.example.net, mail_from: probe@example.net}
        dns:
          servers: ["127.0.0.1:%d"]
        egress:
          hosts: ["mx.picky.test:%d"]
        defaults:
          port: %2$d
          timeouts: {connect: 5s, banner: 5s, reply: 5s, conversation: 20s}
        politeness:
          allow_private_addresses: true
        targets:
          - {domain: picky.test, identities: [first, second]}
          - {domain: half.test, identities: [first, any], families: [ip4, ip6]}
          - {domain: second.test, identities: [any]}
        """
                .formatted(dns, receivers);
    }
}
