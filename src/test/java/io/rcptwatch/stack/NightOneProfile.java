package io.rcptwatch.stack;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The agent as it is after its installation: {@code postmaster} is its recipient, and no domain has
 * such a mailbox but two, which turn against us later.
 */
public final class NightOneProfile implements QuarkusTestProfile {
    /** Domains that reject the recipient, and the mail host of each. */
    static final Map<String, String> WITHOUT_POSTMASTER =
            Map.of(
                    "at-google.test", "aspmx.l.google.com",
                    "at-yahoo.test", "mta5.am0.yahoodns.net",
                    "partner-one.test", "mx.partner-one.test",
                    "partner-two.test", "mx.partner-two.test",
                    "partner-three.test", "mx.partner-three.test");

    /** A domain at no large provider that accepts us at first. */
    static final String OWN_HOST = "own-host.test";

    /** A domain at a large provider that accepts us at first. */
    static final String AT_PROVIDER = "at-apple.test";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            int dns = Server.freePort();
            int receivers = Server.freePort();
            Path folder = Files.createTempDirectory(Path.of("target"), "night");
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
        List<String> names = WITHOUT_POSTMASTER.keySet().stream().sorted().toList();
        String unknown =
                IntStream.range(0, names.size())
                        .mapToObj(
                                i ->
                                        domain(
                                                names.get(i),
                                                WITHOUT_POSTMASTER.getOrDefault(names.get(i), ""),
                                                "127.0.3." + (i + 1),
                                                "unknown"))
                        .collect(Collectors.joining());
        return """
        dns: 127.0.0.1:%d
        port: %d
        domains:
        %s%s%s  - {domain: null-mx.test, description: x, expect: {status: rejected, outcomes: [no_mail_service]}, dns: null_mx}
        scripts:
          accepts: {}
          unknown:
            rcpt: "550 5.1.1 <{recipient}>: Recipient address rejected: User unknown in local recipient table"
        """
                .formatted(
                        dns,
                        receivers,
                        unknown,
                        domain(OWN_HOST, "mx.own-host.test", "127.0.3.21", "accepts"),
                        domain(AT_PROVIDER, "mx01.mail.icloud.com", "127.0.3.22", "accepts"));
    }

    private static String domain(String name, String host, String address, String script) {
        return """
          - domain: %s
            description: x
            expect: {status: %s, outcomes: [%s]}
            mx: [{host: %s, address: %s, script: %s}]
        """
                .formatted(
                        name,
                        script.equals("accepts") ? "deliverable" : "rejected",
                        script.equals("accepts") ? "accepted" : "recipient_unknown",
                        host,
                        address,
                        script);
    }

    private static String agent(int dns, int receivers) {
        String targets =
                WITHOUT_POSTMASTER.keySet().stream()
                        .sorted()
                        .map(name -> "  - domain: " + name + "\n")
                        .collect(Collectors.joining());
        return """
        sandbox: world.yaml
        identities:
          - {name: default, helo: probe.example.net, mail_from: probe@example.net}
        dns:
          servers: ["127.0.0.1:%d"]
        egress:
          hosts: ["mx.own-host.test:%2$d"]
        defaults:
          port: %2$d
          interval: 5s
          timeouts: {connect: 5s, banner: 5s, reply: 5s, conversation: 20s}
        politeness:
          min_interval: 5s
          per_host_per_minute: 60
          per_provider_per_minute: 120
          allow_private_addresses: true
        targets:
        %3$s  - domain: null-mx.test
          - domain: own-host.test
          - domain: at-apple.test
        """
                .formatted(dns, receivers, targets);
    }
}
