package io.rcptwatch.sandbox;

import java.net.InetAddress;
import java.util.Optional;

/** A mail host, named in lower case and without the final dot. */
sealed interface SandboxHost {
    /** The name that the DNS knows it by. */
    String name();

    /** A receiver listens at its address, a loopback one, and behaves as its script says. */
    record Listening(String name, InetAddress address, Script script) implements SandboxHost {}

    /** Nobody listens at its address: connections are refused. */
    record Deaf(String name, InetAddress address) implements SandboxHost {}

    /** The DNS knows the name, but no address. */
    record Unaddressed(String name) implements SandboxHost {}

    /** What the DNS says of its address. */
    default Optional<InetAddress> knownAddress() {
        return switch (this) {
            case Listening(_, InetAddress address, _) -> Optional.of(address);
            case Deaf(_, InetAddress address) -> Optional.of(address);
            case Unaddressed(_) -> Optional.empty();
        };
    }
}
