package io.rcptwatch.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server that is a literal: to each command it sends the bytes of its script, whatever RFC
 * 5321 says of them, and takes a message after DATA.
 */
final class ScriptedServer implements AutoCloseable {
    /** Instead of an answer: it closes the connection. */
    static final String CLOSE = "(close)";

    /** Instead of an answer: it says nothing and waits for the next command. */
    static final String SILENCE = "(silence)";

    private static final Map<String, String> DEFAULTS =
            Map.ofEntries(
                    Map.entry("GREETING", "220 mx ESMTP\r\n"),
                    Map.entry("EHLO", "250 mx\r\n"),
                    Map.entry("HELO", "250 mx\r\n"),
                    Map.entry("MAIL", "250 2.1.0 Ok\r\n"),
                    Map.entry("RCPT", "250 2.1.5 Ok\r\n"),
                    Map.entry("DATA", "354 go ahead\r\n"),
                    Map.entry("CONTENT", "250 2.0.0 Taken\r\n"),
                    Map.entry("RSET", "250 2.0.0 Ok\r\n"),
                    Map.entry("QUIT", "221 2.0.0 Bye\r\n"));

    private final ServerSocket listener;
    private final Map<String, String> script;
    private final SSLContext tls;

    private ScriptedServer(ServerSocket listener, Map<String, String> script, SSLContext tls) {
        this.listener = listener;
        this.script = script;
        this.tls = tls;
    }

    /**
     * Listens.
     *
     * @param script the answer by the command's verb; {@code GREETING}, {@code HANDSHAKE} and
     *     {@code CONTENT} (of the message) are no verbs; under TLS {@code TLS VERB} comes first; a
     *     text without an end of line is one line
     */
    static ScriptedServer start(
            InetSocketAddress address, Map<String, String> script, SSLContext tls)
            throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(address, 50);
        ScriptedServer server = new ScriptedServer(listener, script, tls);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // Closed: the loop ends.
            }
        }
    }

    private void serve(Socket tcp) {
        try (tcp) {
            tcp.setSoTimeout(30_000);
            new Session(tcp).hold();
        } catch (IOException _) {
            // The client has gone.
        }
    }

    private final class Session {
        private final Socket tcp;
        private Socket socket;
        private BufferedReader in;
        private boolean content;

        Session(Socket tcp) throws IOException {
            this.tcp = tcp;
            this.socket = tcp;
            this.in = reader(tcp);
        }

        private static BufferedReader reader(Socket socket) throws IOException {
            return new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void hold() throws IOException {
            if (!say("GREETING")) {
                return;
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!hear(line)) {
                    return;
                }
            }
        }

        private boolean hear(String line) throws IOException {
            if (content) {
                content = !line.equals(".");
                return content || say("CONTENT");
            }
            String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            boolean goesOn = say(verb) && !verb.equals("QUIT");
            content = verb.equals("DATA") && answer(verb).startsWith("354");
            if (goesOn && verb.equals("STARTTLS") && answer(verb).startsWith("220")) {
                return secure();
            }
            return goesOn;
        }

        private String answer(String verb) {
            String plain = script.getOrDefault(verb, DEFAULTS.getOrDefault(verb, "502 what?"));
            return socket == tcp ? plain : script.getOrDefault("TLS " + verb, plain);
        }

        private boolean say(String verb) throws IOException {
            String answer = answer(verb);
            if (answer.equals(CLOSE)) {
                return false;
            }
            if (!answer.equals(SILENCE)) {
                String bytes = answer.contains("\n") ? answer : answer + "\r\n";
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            }
            return true;
        }

        private boolean secure() throws IOException {
            if (CLOSE.equals(script.get("HANDSHAKE"))) {
                return false;
            }
            SSLSocket secured =
                    (SSLSocket) tls.getSocketFactory().createSocket(tcp, "", tcp.getPort(), true);
            secured.setUseClientMode(false);
            secured.startHandshake();
            socket = secured;
            in = reader(secured);
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
