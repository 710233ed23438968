package io.rcptwatch.peers;

import io.rcptwatch.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Postfix that sends: what becomes of a mail, by its log. */
final class PostfixSender implements AutoCloseable {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.27.1");
    private static final Pattern TRIED =
            Pattern.compile(
                    ": (\\w+): to=<seed@([^>]+)>.* status=(sent|deferred|bounced) \\((.*)\\)$");
    // Not tried: the queue manager gives the domain a rest.
    private static final String NOT_TRIED = "delivery temporarily suspended";

    private final MailServer server;

    private PostfixSender(MailServer server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param dns the server that it asks, at port 53
     * @param port where all mail hosts listen
     */
    static PostfixSender start(InetAddress dns, int port) throws IOException {
        MailServer.needRoot();
        Map<String, String> values =
                Map.of(
                        "postfix", Peers.program("postfix").toString(),
                        "dns", dns.getHostAddress(),
                        "port", Integer.toString(port));
        return new PostfixSender(MailServer.start("postfix-sender", ADDRESS, values));
    }

    /**
     * One try.
     *
     * @param mail the queue's name of it
     * @param status sent, deferred or bounced
     * @param why in Postfix' words
     */
    record Attempt(String mail, String domain, String status, String why) {}

    /** Puts a mail in its queue, to {@code seed} at each domain. */
    void send(List<String> domains) throws IOException {
        InetSocketAddress submission = server.address("submit");
        try (Socket socket = new Socket(submission.getAddress(), submission.getPort())) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            expect(in, "220");
            say(socket, in, "HELO test.example.net", "250");
            for (String domain : domains) {
                // Without a sender nothing comes back.
                say(socket, in, "MAIL FROM:<>", "250");
                say(socket, in, "RCPT TO:<seed@" + domain + ">", "250");
                say(socket, in, "DATA", "354");
                say(socket, in, "Subject: test\r\n\r\ntest\r\n.", "250");
            }
            say(socket, in, "QUIT", "221");
        }
    }

    private static void say(Socket socket, BufferedReader in, String line, String code)
            throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        expect(in, code);
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        String reply = in.readLine();
        if (reply == null || !reply.startsWith(code)) {
            throw new IOException("Postfix said " + reply + " instead of " + code);
        }
    }

    /** All tries, in order. */
    List<Attempt> attempts() {
        List<Attempt> attempts = new ArrayList<>();
        for (String line : server.log()) {
            Matcher tried = TRIED.matcher(line);
            if (tried.find() && !tried.group(4).startsWith(NOT_TRIED)) {
                attempts.add(
                        new Attempt(
                                tried.group(1), tried.group(2), tried.group(3), tried.group(4)));
            }
        }
        return attempts;
    }

    List<String> log() {
        return server.log();
    }

    @Override
    public void close() {
        server.close();
    }
}
