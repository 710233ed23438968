package io.rcptwatch.bench;

import io.rcptwatch.wire.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server that takes everything, with STARTTLS: smtp-sink knows none. It runs in a process of
 * its own, so that its CPU time is no contestant's.
 */
public final class TlsServer {
    private static final String HOST = "127.0.0.1";

    private final SSLContext tls;

    private TlsServer(SSLContext tls) {
        this.tls = tls;
    }

    /**
     * Prints its port and, in Base64, its authority's certificate, and serves until its input ends.
     *
     * @param arguments the name of a {@link Key}
     */
    public static void main(String[] arguments) throws Exception {
        TestCertificates.Holder authority = TestCertificates.authority();
        TestCertificates.Holder host =
                switch (Key.valueOf(arguments[0])) {
                    case EC ->
                            TestCertificates.host(
                                    authority, Duration.ofDays(3), TestCertificates.ip(HOST));
                    case RSA -> TestCertificates.rsa(authority, HOST);
                };
        TlsServer server = new TlsServer(host.server());
        ServerSocket listener = new ServerSocket(0, 1000, InetAddress.ofLiteral(HOST));
        Thread.startVirtualThread(() -> server.accept(listener));
        System.out.println(listener.getLocalPort());
        System.out.println(
                Base64.getEncoder().encodeToString(authority.certificate().getEncoded()));
        System.in.readAllBytes();
        System.exit(0);
    }

    /** What the certificate holds: what a handshake costs depends on it. */
    enum Key {
        /** On P-256. */
        EC,
        /** With 2,048 bits. */
        RSA
    }

    private void accept(ServerSocket listener) {
        while (true) {
            try {
                Socket client = listener.accept();
                Thread.startVirtualThread(() -> serve(client));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            say(client, "220 bench.test");
            if (converse(client, "250-bench.test\r\n250 STARTTLS").equals("STARTTLS")) {
                SSLSocket secured =
                        (SSLSocket) tls.getSocketFactory().createSocket(client, null, true);
                secured.setUseClientMode(false);
                converse(secured, "250 bench.test");
            }
        } catch (IOException e) {
            // A contestant whose conversation fails says so itself.
            System.err.println(e);
        }
    }

    /** Takes commands up to the one that ends it, which it returns: QUIT or STARTTLS. */
    private static String converse(Socket client, String capabilities) throws IOException {
        while (true) {
            String command = line(client.getInputStream());
            String verb = command.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> say(client, capabilities);
                case "STARTTLS" -> {
                    say(client, "220 go ahead");
                    return verb;
                }
                case "QUIT", "" -> {
                    say(client, "221 bye");
                    return "QUIT";
                }
                default -> say(client, "250 ok");
            }
        }
    }

    /** No reader: it would take what follows STARTTLS for itself. Empty at the end. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    private static void say(Socket client, String reply) throws IOException {
        client.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
