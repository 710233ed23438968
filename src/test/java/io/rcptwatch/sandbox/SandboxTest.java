package io.rcptwatch.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
    private static final InetAddress REFUSING = InetAddress.ofLiteral("127.0.1.29");

    @Test
    void a_file_is_all_it_needs(@TempDir Path folder) throws Exception {
        String shipped = Files.readString(Worlds.SHIPPED);
        Path file =
                Files.writeString(
                        folder.resolve("world.yaml"),
                        shipped.replace("127.0.0.1:5354", "127.0.0.1:0")
                                .replace("127.0.0.1:8461", "127.0.0.1:0")
                                .replace("port: 2525", "port: 0"));

        try (Sandbox sandbox = Sandbox.start(file)) {
            assertThat(sandbox.dnsAddress().getPort()).isPositive();
            assertThat(sandbox.domains()).extracting(Domain::name).contains("accepts.test");
            assertThat(sandbox.receivers()).hasSizeGreaterThan(20);
        }
    }

    @Test
    void all_receivers_share_one_port_and_nobody_listens_where_none_is() throws IOException {
        try (Sandbox sandbox = Worlds.start(Worlds.shipped())) {
            for (Receiver receiver : sandbox.receivers()) {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(receiver.address(), sandbox.port()));
                }
            }
            try (Socket socket = new Socket()) {
                InetSocketAddress refusing = new InetSocketAddress(REFUSING, sandbox.port());
                assertThatThrownBy(() -> socket.connect(refusing))
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void closing_ends_every_conversation_soon_and_frees_the_ports() throws IOException {
        Sandbox sandbox = Worlds.start(Worlds.shipped());
        Receiver tarpit = sandbox.receiver("mx.tarpit.test");
        Receiver accepts = sandbox.receiver("mx.accepts.test");
        try (Caller waiting = new Caller(tarpit, sandbox.port());
                Caller talking = new Caller(accepts, sandbox.port())) {
            talking.hear();
            long start = System.nanoTime();
            sandbox.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(3));
            assertThat(waiting.hear()).isEqualTo("closed");
            assertThat(talking.hear()).isEqualTo("closed");
            assertThatThrownBy(() -> new Caller(accepts, sandbox.port()))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void a_port_that_is_taken_is_named() throws IOException {
        SandboxWorld world = Worlds.ofOneReceiver("", "tls: none");
        try (Sandbox sandbox = Worlds.start(world)) {
            SandboxWorld again =
                    new SandboxWorld(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            sandbox.port(),
                            world.limits(),
                            world.https(),
                            world.domains(),
                            world.records());

            assertThatThrownBy(() -> Worlds.start(again))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "cannot listen at 127.0.2.1 port " + sandbox.port() + ": ");
        }
    }
}
