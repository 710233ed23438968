package io.rcptwatch.peers;

import io.rcptwatch.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Zones that a real Knot signs and serves; the first of them delegates the others. */
public final class SignedZones implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final InetSocketAddress address;
    private final String trustAnchors;
    private final List<String> names;
    private final Daemon daemon;

    private SignedZones(
            InetSocketAddress address, String trustAnchors, List<String> names, Daemon daemon) {
        this.address = address;
        this.trustAnchors = trustAnchors;
        this.names = names;
        this.daemon = daemon;
    }

    /** Whether a zone is signed, and what the one above says of its key. */
    public enum Security {
        SIGNED,
        /** It is signed, but the DS record above is of another key. */
        WRONG_DS,
        UNSIGNED
    }

    /**
     * A zone.
     *
     * @param name with the final dot
     * @param records as in a zone file, names relative to the zone; SOA and NS are there already
     */
    public record Zone(String name, Security security, List<String> records) {
        public Zone {
            records = List.copyOf(records);
        }

        String file(InetAddress server) {
            return """
            $ORIGIN %s
            $TTL 60
            @ SOA ns hostmaster 1 3600 600 86400 60
            @ NS ns
            ns A %s
            """
                            .formatted(name, server.getHostAddress())
                    + String.join("\n", records)
                    + "\n";
        }

        /** What the zone above says of this one. */
        private String delegation(InetAddress server) {
            String glue = "%1$s NS ns.%1$s\nns.%1$s A %2$s\n";
            String ds = security == Security.WRONG_DS ? "%1$s DS 1 13 2 " + "ab".repeat(32) : "";
            return (glue + ds).formatted(name, server.getHostAddress()) + "\n";
        }

        private String settings() {
            return """
              - domain: %s
                file: %szone
                dnssec-signing: %s
            """
                    .formatted(name, name, security == Security.UNSIGNED ? "off" : "on");
        }
    }

    /** Needs Knot. */
    public static Path program() {
        Peers.need("Linux".equals(System.getProperty("os.name")), "this is not Linux");
        return Peers.program("knotd");
    }

    /** Serves these zones at a port of that address. */
    public static SignedZones start(Path program, InetAddress server, List<Zone> zones)
            throws Exception {
        Path folder = Files.createTempDirectory("rcptwatch-");
        InetSocketAddress address = free(server);
        Files.createDirectory(folder.resolve("db"));
        for (Zone zone : zones) {
            Files.writeString(folder.resolve(zone.name() + "zone"), zone.file(server));
        }
        Zone apex = zones.getFirst();
        String above =
                zones.stream().skip(1).map(z -> z.delegation(server)).collect(Collectors.joining());
        Files.writeString(folder.resolve(apex.name() + "zone"), apex.file(server) + above);
        Files.writeString(folder.resolve("knot.conf"), settings(folder, address, zones));
        Files.writeString(folder.resolve("start"), startScript(program, zones));
        Files.writeString(folder.resolve("stop"), "kill $(cat knot.pid)\n");
        Daemon daemon = Daemon.start(folder);
        return new SignedZones(
                        address,
                        Files.readString(folder.resolve("anchors")),
                        zones.stream().map(Zone::name).toList(),
                        daemon)
                .ready();
    }

    private static InetSocketAddress free(InetAddress server) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, server)) {
            return new InetSocketAddress(server, socket.getLocalPort());
        }
    }

    private static String settings(Path folder, InetSocketAddress address, List<Zone> zones) {
        return """
        server:
            rundir: %1$s
            listen: %2$s@%3$d
        database:
            storage: %1$s/db
        log:
          - target: %1$s/log
            any: info
        policy:
          - id: test
            manual: on
            algorithm: ecdsap256sha256
            nsec3: on
            nsec3-iterations: 0
        template:
          - id: default
            storage: %1$s
            zonefile-sync: -1
            zonefile-load: whole
            journal-content: none
            dnssec-policy: test
        zone:
        """
                        .formatted(folder, address.getAddress().getHostAddress(), address.getPort())
                + zones.stream().map(Zone::settings).collect(Collectors.joining());
    }

    private static String startScript(Path program, List<Zone> zones) {
        String apex = zones.getFirst().name();
        String keymgr = program.resolveSibling("keymgr") + " -c knot.conf ";
        StringBuilder script = new StringBuilder();
        for (Zone zone : zones) {
            if (zone.security() != Security.UNSIGNED) {
                script.append(keymgr + zone.name())
                        .append(" generate algorithm=ECDSAP256SHA256 ksk=yes zsk=yes\n");
            }
            if (zone.security() == Security.SIGNED) {
                String file = zone.name().equals(apex) ? "anchors" : apex + "zone";
                script.append(keymgr + zone.name() + " ds >>" + file + "\n");
            }
        }
        return script.append(program + " -c knot.conf -d\n").toString();
    }

    /** Once each zone is loaded, and signed. */
    private SignedZones ready() throws IOException, InterruptedException {
        SimpleResolver resolver = new SimpleResolver(address);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (String name : names) {
            while (!serves(resolver, name)) {
                if (System.nanoTime() - end > 0) {
                    throw new IOException(name + " is not served");
                }
                Thread.sleep(PAUSE);
            }
        }
        return this;
    }

    private static boolean serves(SimpleResolver resolver, String name) throws IOException {
        Record question = Record.newRecord(Name.fromString(name), Type.SOA, DClass.IN);
        try {
            return resolver.send(Message.newQuery(question)).getRcode() == Rcode.NOERROR;
        } catch (PortUnreachableException _) {
            return false; // it says that it runs before it listens
        }
    }

    /** Where it listens; it does not recurse. */
    public InetSocketAddress address() {
        return address;
    }

    /** The first zone's DS records. */
    public String trustAnchors() {
        return trustAnchors;
    }

    /** The zones' names, with the final dot. */
    List<String> names() {
        return names;
    }

    @Override
    public void close() {
        daemon.close();
    }
}
