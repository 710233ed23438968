package io.rcptwatch.sandbox;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;

/**
 * The whole mail world, as its file says.
 *
 * @param dns where the DNS server listens, on loopback; port 0: a free one
 * @param port where every receiver listens; 0: one that is free on all their addresses
 * @param limits what the receivers allow
 * @param https where policies are served over HTTPS, on loopback; empty: there are none
 * @param domains in the file's order
 * @param records what the DNS knows besides
 */
record SandboxWorld(
        InetSocketAddress dns,
        int port,
        Limits limits,
        Optional<InetSocketAddress> https,
        List<Domain> domains,
        List<Record> records) {
    SandboxWorld {
        records = List.copyOf(records);
        domains = List.copyOf(domains);
    }

    /**
     * What a receiver allows.
     *
     * @param connections at once, to each
     * @param idle how long it waits for a client to say something
     * @param conversation how long a conversation may last in all
     * @param dialogues how many it remembers
     */
    record Limits(int connections, Duration idle, Duration conversation, int dialogues) {
        static final Limits DEFAULT =
                new Limits(1_000, Duration.ofSeconds(60), Duration.ofMinutes(10), 20);
    }

    /** The hosts at which a receiver listens. */
    List<SandboxHost.Listening> listening() {
        return domains.stream().flatMap(domain -> domain.listening().stream()).toList();
    }
}
