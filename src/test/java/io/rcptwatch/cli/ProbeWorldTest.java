package io.rcptwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.LoadResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeWorldTest {
    private int dns;
    private int smtp;
    private Configuration configuration;

    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        dns = free();
        smtp = free();
        Files.writeString(
                folder.resolve("world.yaml"),
                """
                dns: 127.0.0.1:%d
                port: %d
                https: 127.0.0.1:%d
                domains:
                  - domain: here.test
                    description: Has a policy.
                    expect: {status: deliverable, outcomes: [accepted]}
                    mta_sts: {mode: enforce, mx: [mx.here.test]}
                    mx: [{host: mx.here.test, address: 127.0.3.1, script: plain}]
                scripts:
                  plain: {tls: good}
                """
                        .formatted(dns, smtp, free()));
        Path file =
                Files.writeString(
                        folder.resolve("agent.yaml"),
                        """
                        sandbox: world.yaml
                        identities: [{name: me, helo: me.test, mail_from: me@me.test}]
                        targets: [{domain: here.test}]
                        """);
        configuration = ((LoadResult.Loaded) Configuration.load(file)).configuration();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void whoever_asks_a_sandbox_that_runs_already_trusts_it_as_its_owner_does() throws Exception {
        try (ProbeWorld owner = ProbeWorld.of(configuration);
                ProbeWorld guest = ProbeWorld.of(configuration)) {
            assertThat(owner.sandbox()).isPresent();
            assertThat(guest.sandbox()).isEmpty();
            assertThat(guest.surroundings()).isEqualTo(owner.surroundings());
        }
    }

    @Test
    void a_port_that_something_else_has_is_no_sandbox() throws Exception {
        try (ServerSocket taken = new ServerSocket(smtp, 1, InetAddress.ofLiteral("127.0.3.1"))) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> ProbeWorld.of(configuration))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no sandbox answers at 127.0.0.1 port " + dns);
        }
    }
}
