package io.rcptwatch.peers;

import io.rcptwatch.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** A real mail server in a folder of its own: its services, each on a port, and what it logs. */
final class MailServer implements AutoCloseable {
    /** What it calls itself, and what its certificate shows. */
    static final String HOST = "mx.example.test";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final InetAddress address;
    private final Path folder;
    private final Map<String, Integer> ports;
    private final Daemon daemon;

    private MailServer(
            InetAddress address, Path folder, Map<String, Integer> ports, Daemon daemon) {
        this.address = address;
        this.folder = folder;
        this.ports = ports;
        this.daemon = daemon;
    }

    /** Needs Linux, where all of 127.0.0.0/8 is ours, and root, who alone can start one. */
    static void needRoot() {
        Peers.need("Linux".equals(System.getProperty("os.name")), "this is not Linux");
        Peers.need("root".equals(System.getProperty("user.name")), "only root can start a server");
    }

    /**
     * Starts one.
     *
     * @param resources the folder among the resources with its configuration, and with the scripts
     *     {@code start}, which makes it log to {@code log}, and {@code stop}
     * @param address where it listens
     * @param values for the names in its configuration
     */
    static MailServer start(String resources, InetAddress address, Map<String, String> values)
            throws IOException {
        Path folder = Files.createTempDirectory("rcptwatch-");
        // The server runs as a user of its own, who must get in.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> all = new HashMap<>(values);
        all.put("folder", folder.toString());
        all.put("host", HOST);
        all.put("address", address.getHostAddress());
        var ports = new Settings(address, all).copy(resource(resources), folder);
        return new MailServer(address, folder, ports, Daemon.start(folder)).ready();
    }

    private static Path resource(String name) {
        URL url = Objects.requireNonNull(MailServer.class.getResource("/peers/" + name), name);
        return Path.of(URI.create(url.toString()));
    }

    private MailServer ready() {
        logBehind(0, log -> log.stream().anyMatch(line -> line.contains("daemon started")));
        return this;
    }

    /** Where a service listens. */
    InetSocketAddress address(String service) {
        return new InetSocketAddress(address, Objects.requireNonNull(ports.get(service), service));
    }

    /** The certificate that it made for itself. */
    X509Certificate certificate() throws IOException, GeneralSecurityException {
        return certificate("cert");
    }

    /** A certificate of those that it made. */
    X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(folder.resolve(name + ".pem"))) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** All that it has logged. */
    List<String> log() {
        Path log = folder.resolve("log");
        try {
            return Files.exists(log)
                    ? Files.readAllLines(log, StandardCharsets.ISO_8859_1)
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it logs behind its first lines: once that is as wanted, or after 10 s. */
    List<String> logBehind(int lines, Predicate<List<String>> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> all = log();
            List<String> behind = all.subList(Math.min(lines, all.size()), all.size());
            if (wanted.test(behind) || System.nanoTime() - end > 0) {
                return behind;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        daemon.close();
    }
}
