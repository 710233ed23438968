package io.rcptwatch.wire;

import io.rcptwatch.target.Family;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Which address this machine connects from where nothing else is configured. */
public final class LocalAddress {
    private static final int ANY_PORT = 53;

    private LocalAddress() {}

    /**
     * The address towards the Internet; empty: there is no route. Connecting a datagram socket
     * sends nothing, it only asks the system for the route.
     */
    public static Optional<InetAddress> of(Family family) {
        return towards(
                switch (family) { // a.root-servers.net
                    case IP4 -> InetAddress.ofLiteral("198.41.0.4");
                    case IP6 -> InetAddress.ofLiteral("2001:503:ba3e::2:30");
                });
    }

    static Optional<InetAddress> towards(InetAddress destination) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(destination, ANY_PORT));
            return Optional.of(socket.getLocalAddress()).filter(a -> !a.isAnyLocalAddress());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
