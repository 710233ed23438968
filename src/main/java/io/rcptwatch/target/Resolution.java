package io.rcptwatch.target;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How names are looked up.
 *
 * @param servers the resolvers to ask, best first; none: the system's
 * @param dnssec how far they can be relied on
 * @param trustAnchors the file of the keys that validation begins with; empty: the root's
 */
public record Resolution(
        List<InetSocketAddress> servers, Dnssec dnssec, Optional<Path> trustAnchors) {
    public Resolution {
        servers = List.copyOf(servers);
    }
}
