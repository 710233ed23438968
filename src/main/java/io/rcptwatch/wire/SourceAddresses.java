package io.rcptwatch.wire;

import io.rcptwatch.target.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Whether this machine has the addresses that identities connect from. */
public final class SourceAddresses {
    private SourceAddresses() {}

    /** A line for each identity that has an address from which this machine cannot connect. */
    public static List<String> complaints(Collection<Identity> identities) {
        return identities.stream().flatMap(SourceAddresses::complaint).toList();
    }

    private static Stream<String> complaint(Identity identity) {
        return identity.sourceAddress().stream()
                .flatMap(
                        address ->
                                trouble(address)
                                        .map(
                                                why ->
                                                        "identity %s: source_address: %s is no address of this machine (%s)"
                                                                .formatted(
                                                                        identity.name(),
                                                                        address.getHostAddress(),
                                                                        why)));
    }

    // Only an attempt tells: 127.0.0.2 works on Linux, and no interface lists it.
    private static Stream<String> trouble(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return Stream.empty();
        } catch (IOException e) {
            return Stream.of(ExceptionText.oneLine(e));
        }
    }
}
