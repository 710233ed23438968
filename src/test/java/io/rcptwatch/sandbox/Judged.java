package io.rcptwatch.sandbox;

import io.rcptwatch.agent.Answer;
import io.rcptwatch.agent.Call;
import io.rcptwatch.agent.Instruments;
import io.rcptwatch.agent.Surroundings;
import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.Loading;
import io.rcptwatch.pace.Patience;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.verdict.Judge;
import io.rcptwatch.verdict.Verdict;
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
    private static final Patience PATIENCE =
            new Patience(Instant.MIN, Duration.ofHours(1), Duration.ofHours(1));
    private static final Judge JUDGE = Judge.standard();

    private Judged() {}

    /** What it makes of it now. */
    static Verdict now(Sandbox sandbox) throws IOException, InterruptedException {
        Configuration configuration = configuration(sandbox);
        Instruments instruments =
                Instruments.of(
                        configuration.resolution(),
                        configuration.politeness(),
                        configuration.egress(),
                        new Surroundings(List.of(sandbox.certificateAuthority()), HttpsClient.PORT),
                        JUDGE,
                        InstantSource.system());
        Call call =
                instruments.planner().plan(configuration.targets().getFirst()).calls().getFirst();
        Answer answer = instruments.inquirer().hold(call, PATIENCE, () -> {}, Listener.NONE);
        return ((Answer.Held) answer).observation().verdict();
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
            Loading loading = Configuration.load(Files.writeString(file, text));
            return ((Loading.Loaded) loading).configuration();
        } finally {
            Files.delete(file);
        }
    }
}
