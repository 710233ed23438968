package io.rcptwatch.sandbox;

import io.rcptwatch.EngineParts;
import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.LoadResult;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.verdict.Verdict;
import io.rcptwatch.watch.EngineSettings;
import io.rcptwatch.watch.Environment;
import io.rcptwatch.wire.HttpsClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What the agent makes of a sandbox: it asks {@code x.test} as in earnest, and demands TLS. */
final class Judged {
    private static final QueuePriority PATIENCE =
            new QueuePriority(Instant.MIN, Duration.ofHours(1), Duration.ofHours(1));

    private Judged() {}

    /** What it makes of it now. */
    static Verdict now(Sandbox sandbox) throws IOException, InterruptedException {
        Configuration configuration = configuration(sandbox);
        EngineSettings settings =
                EngineParts.settings(
                        configuration.resolution(),
                        configuration.politeness(),
                        configuration.targets());
        EngineParts parts =
                new EngineParts(
                        settings,
                        new Environment(List.of(sandbox.certificateAuthority()), HttpsClient.PORT),
                        InstantSource.system());
        return parts.round(parts.wiring(settings), settings.targets().getFirst(), PATIENCE)
                .observations()
                .getFirst()
                .verdict();
    }

    private static Configuration configuration(Sandbox sandbox) throws IOException {
        Path file = Files.createTempFile("judged", ".yaml");
        try {
            String text =
                    """
                    identities: [{name: default, helo: a.example.net, mail_from: a@example.net}]
                    dns: {servers: ["127.0.0.1:%d"]}
                    defaults: {port: %d, tls: required}
                    politeness: {allow_private_addresses: true}
                    targets: [{domain: x.test}]
                    """
                            .formatted(sandbox.dnsAddress().getPort(), sandbox.port());
            LoadResult loading = Configuration.load(Files.writeString(file, text));
            return ((LoadResult.Loaded) loading).configuration();
        } finally {
            Files.delete(file);
        }
    }
}
