package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The agent as "make run" starts it, at ports of its own, and with one target more: {@link
 * TurningReceiver}.
 */
public final class SandboxProfile implements QuarkusTestProfile {
    /** The port at which every mail host of the sandbox listens. */
    static final String RECEIVER_PORT = "rcptwatch.stack.receiver-port";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            int receivers = Server.freePort();
            return Map.of(
                    "rcptwatch.config",
                    configuration(receivers, Server.freePort()).toString(),
                    RECEIVER_PORT,
                    Integer.toString(receivers),
                    "quarkus.http.host",
                    "127.0.0.1",
                    "quarkus.http.test-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The demo's configuration and its world, in a folder of their own, at these ports. */
    public static Path configuration(int receivers, int dns) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "stack");
        String world = Files.readString(Path.of("config/sandbox.yaml"));
        world = replaced(world, "dns: 127.0.0.1:5354", "dns: 127.0.0.1:" + dns);
        world = replaced(world, "https: 127.0.0.1:8461", "https: 127.0.0.1:0");
        world = replaced(world, "port: 2525", "port: " + receivers);
        world = replaced(world, "\ndomains:\n", "\ndomains:\n" + TurningReceiver.NOBODY);
        Files.writeString(folder.resolve("sandbox.yaml"), world);
        String agent = Files.readString(Path.of("config/demo.yaml"));
        agent = replaced(agent, "127.0.0.1:5354", "127.0.0.1:" + dns);
        agent = replaced(agent, "port: 2525", "port: " + receivers);
        agent = replaced(agent, ".test:2525\"", ".test:" + receivers + "\"");
        agent = replaced(agent, "\ntargets:\n", "\ntargets:\n" + TurningReceiver.TARGET);
        agent =
                replaced(
                        agent,
                        "\nidentities:\n",
                        "\nstate: {file: demo.state}\nlogs: [{file: mail.log}]\nidentities:\n");
        Files.createFile(folder.resolve(DeliveryLog.NAME));
        return Files.writeString(folder.resolve("demo.yaml"), agent);
    }

    static String replaced(String text, String what, String by) {
        assertThat(text).contains(what);
        return text.replace(what, by);
    }
}
