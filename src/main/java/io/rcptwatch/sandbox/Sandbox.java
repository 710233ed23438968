package io.rcptwatch.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The built-in mail world, running: receivers and the DNS server that leads to them, all on
 * loopback and all as one file says.
 */
public final class Sandbox implements AutoCloseable {
    private static final int MOST_DNS_CONNECTIONS = 50;
    private static final Duration LONGEST_DNS_CONNECTION = Duration.ofSeconds(30);

    private final SandboxWorld world;
    private final CompletableFuture<CertificateAuthority> authority;
    private final Ports.Dns dns;
    private final Certificates certificates;
    private final Optional<PolicyServer> policies;
    private final List<ReceiverPort> doors = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Sandbox(
            SandboxWorld world, InstantSource clock, Ports.Dns dns, List<ServerSocket> listeners)
            throws IOException {
        this.world = world;
        // Making keys takes a cold JVM longer than all the rest: nobody need wait for it.
        this.authority =
                CompletableFuture.supplyAsync(() -> new CertificateAuthority(clock), threads);
        this.dns = dns;
        this.certificates = new Certificates(authority::join);
        this.policies = policies(world.https());
        Iterator<ServerSocket> free = listeners.iterator();
        for (Domain domain : world.domains()) {
            for (SandboxHost.Listening host : domain.listening()) {
                Receiver receiver =
                        new Receiver(domain.name(), host, world.limits(), certificates, clock);
                doors.add(new ReceiverPort(receiver, free.next(), world.limits(), threads));
            }
        }
    }

    private Optional<PolicyServer> policies(Optional<InetSocketAddress> address)
            throws IOException {
        return address.isEmpty()
                ? Optional.empty()
                : PolicyServer.start(address.get(), world.domains(), certificates, threads);
    }

    /**
     * Starts the world of a file. It listens when this returns, and runs until it is closed.
     *
     * @throws WorldFileException where the file has a mistake
     * @throws IOException where the file cannot be read, or a port is taken
     */
    public static Sandbox start(Path worldFile) throws IOException, WorldFileException {
        return start(WorldFile.read(worldFile), InstantSource.system());
    }

    /**
     * Reads the world of a file without starting it.
     *
     * @throws WorldFileException if the file has a mistake
     * @throws IOException if the file cannot be read
     */
    public static void check(Path worldFile) throws IOException, WorldFileException {
        WorldFile.read(worldFile);
    }

    static Sandbox start(SandboxWorld world, InstantSource clock) throws IOException {
        Ports.Dns dns = Ports.dns(world.dns());
        List<ServerSocket> listeners = new ArrayList<>();
        try {
            List<InetAddress> addresses =
                    world.listening().stream().map(SandboxHost.Listening::address).toList();
            listeners.addAll(Ports.listen(addresses, world.port()));
            Sandbox sandbox = new Sandbox(world, clock, dns, listeners);
            sandbox.run();
            return sandbox;
        } catch (IOException e) {
            dns.close();
            for (ServerSocket listener : listeners) {
                listener.close();
            }
            throw e;
        }
    }

    private void run() {
        SignedNames signed =
                new SignedNames(world.domains(), port(), host -> certificates.key(host.name()));
        DnsServer server =
                new DnsServer(
                        new SandboxZone(world, signed, this::certificateAuthority), dns.udp());
        threads.execute(server);
        threads.execute(
                new Acceptor(
                        dns.tcp(), threads, MOST_DNS_CONNECTIONS, LONGEST_DNS_CONNECTION, server));
    }

    /** Where its DNS server listens, by UDP and TCP. */
    public InetSocketAddress dnsAddress() {
        return dns.address();
    }

    /** The port of every receiver; 0 where there are none. */
    public int port() {
        return doors.isEmpty() ? 0 : doors.getFirst().port();
    }

    /** The port at which it serves policies; empty where no domain has any. */
    public Optional<Integer> policyPort() {
        return policies.map(PolicyServer::port);
    }

    /** Its domains, in the file's order. */
    public List<Domain> domains() {
        return world.domains();
    }

    /** Its receivers, in the order of their domains and preferences. */
    public List<Receiver> receivers() {
        return doors.stream().map(ReceiverPort::receiver).toList();
    }

    /** The receiver of a host; the host must have one. */
    public Receiver receiver(String host) {
        return receivers().stream().filter(r -> r.host().equals(host)).findFirst().orElseThrow();
    }

    /**
     * Has the receivers of a host or of a domain behave otherwise, from their next conversations
     * on.
     *
     * @param name in any case
     * @return those receivers; none where nobody listens under that name
     * @throws IOException where a receiver cannot come back: somebody else listens there meanwhile
     */
    public List<Receiver> play(String name, Behaviour behaviour) throws IOException {
        List<ReceiverPort> concerned =
                doors.stream().filter(door -> door.receiver().isAt(name)).toList();
        for (ReceiverPort door : concerned) {
            door.play(behaviour);
        }
        return concerned.stream().map(ReceiverPort::receiver).toList();
    }

    /** Whom a client must trust to trust the good certificates. */
    public X509Certificate certificateAuthority() {
        return authority.join().certificate();
    }

    /** Ends every conversation at once and frees the ports. */
    @Override
    public void close() throws IOException {
        dns.close();
        policies.ifPresent(PolicyServer::close);
        for (ReceiverPort door : doors) {
            door.close();
        }
        threads.shutdownNow();
        threads.close();
    }
}
