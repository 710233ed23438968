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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Postfix that sends: what becomes of a mail, by its log. */
final class PostfixSender implements AutoCloseable {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.27.1");
    private static final Pattern TRIED =
            Pattern.compile(
                    ": to=<seed@(?<domain>[^>]+)>.* status=(?<status>sent|deferred|bounced)"
                            + " \\((?<why>.*)\\)$");
    // The queue manager gives the domain a rest.
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

    /** What became of the mail to a domain. */
    enum Fate {
        SENT,
        BOUNCED,
        /** Some mail was sent, and some bounced. */
        SENT_AND_BOUNCED,
        /** Still in the queue after several tries. */
        DEFERRED,
        /** Not known yet. */
        UNSETTLED
    }

    /** What the log says of the tries to deliver to one domain. */
    private static final class Tries {
        private boolean sent;
        private boolean bounced;
        private int deferred;

        void add(String status) {
            switch (status) {
                case "sent" -> sent = true;
                case "bounced" -> bounced = true;
                default -> deferred++;
            }
        }

        Optional<Fate> fate() {
            if (sent || bounced) {
                return Optional.of(
                        !bounced ? Fate.SENT : sent ? Fate.SENT_AND_BOUNCED : Fate.BOUNCED);
            }
            // The second try goes on in clear where TLS failed.
            return deferred > 2 ? Optional.of(Fate.DEFERRED) : Optional.empty();
        }
    }

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

    /** The fates of the mail to all domains of which one is known by now. */
    Map<String, Fate> fates() {
        Map<String, Tries> tries = new HashMap<>();
        for (String line : server.log()) {
            Matcher tried = TRIED.matcher(line);
            if (tried.find() && !tried.group("why").startsWith(NOT_TRIED)) {
                tries.computeIfAbsent(tried.group("domain"), _ -> new Tries())
                        .add(tried.group("status"));
            }
        }
        Map<String, Fate> fates = new HashMap<>();
        tries.forEach((domain, all) -> all.fate().ifPresent(fate -> fates.put(domain, fate)));
        return fates;
    }

    /** Its log, as though all hosts were elsewhere and not on loopback. */
    List<String> log() {
        return server.log().stream().map(line -> line.replace("[127.0.", "[192.0.")).toList();
    }

    /** How often the mail to each domain was tried, by what came of it. */
    static Map<String, Long> tries(List<String> log) {
        Map<String, Long> tries = new TreeMap<>();
        for (String line : log) {
            Matcher tried = TRIED.matcher(line);
            if (tried.find() && !tried.group("why").startsWith(NOT_TRIED)) {
                tries.merge(tried.group("domain") + " " + tried.group("status"), 1L, Long::sum);
            }
        }
        return tries;
    }

    @Override
    public void close() {
        server.close();
    }
}
