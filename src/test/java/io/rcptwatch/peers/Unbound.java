package io.rcptwatch.peers;

import io.rcptwatch.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A real Unbound that validates, in front of {@link SignedZones}. */
record Unbound(InetSocketAddress address, Daemon daemon) implements AutoCloseable {
    private static final InetAddress SERVER = InetAddress.ofLiteral("127.0.26.2");

    static Path program() {
        return Peers.program("unbound");
    }

    static Unbound start(Path program, SignedZones zones) throws IOException {
        Path folder = Files.createTempDirectory("rcptwatch-");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, SERVER)) {
            port = socket.getLocalPort();
        }
        Files.writeString(folder.resolve("anchors"), zones.trustAnchors());
        Files.writeString(folder.resolve("unbound.conf"), settings(folder, port, zones));
        Files.writeString(folder.resolve("start"), program + " -c $PWD/unbound.conf\n");
        Files.writeString(folder.resolve("stop"), "kill $(cat unbound.pid)\n");
        return new Unbound(new InetSocketAddress(SERVER, port), Daemon.start(folder));
    }

    private static String settings(Path folder, int port, SignedZones zones) {
        return """
        server:
            interface: %1$s@%2$d
            access-control: 127.0.0.0/8 allow
            do-ip6: no
            do-not-query-localhost: no
            chroot: ""
            username: ""
            directory: "%3$s"
            pidfile: "%3$s/unbound.pid"
            logfile: "%3$s/log"
            use-syslog: no
            module-config: "validator iterator"
            trust-anchor-file: "%3$s/anchors"
            ede: yes
            local-zone: "test." nodefault
        remote-control:
            control-enable: no
        """
                        .formatted(SERVER.getHostAddress(), port, folder)
                + zones.names().stream()
                        .map(name -> stub(name, zones.address()))
                        .collect(Collectors.joining());
    }

    private static String stub(String zone, InetSocketAddress server) {
        return """
        stub-zone:
            name: "%s"
            stub-addr: %s@%d
        """
                .formatted(zone, server.getAddress().getHostAddress(), server.getPort());
    }

    @Override
    public void close() {
        daemon.close();
    }
}
