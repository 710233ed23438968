package io.rcptwatch.wire;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** One port on loopback; what happens on each connection is a test's own code. */
final class LoopbackServer implements AutoCloseable {
    /** What a test has the server do on one connection. */
    interface Conduct {
        void hold(Talk talk) throws Exception;
    }

    private final ServerSocket listener;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** Each connection in turn gets its conduct; after the last one the port is closed. */
    LoopbackServer(Conduct... conducts) throws IOException {
        listener =
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()) {
                    @Override
                    public Socket accept() throws IOException {
                        PacedSocket socket = new PacedSocket();
                        implAccept(socket);
                        return socket;
                    }
                };
        Thread.ofVirtual().start(() -> serve(List.of(conducts)));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** What was said, in order, by both sides; waits until the server has done its part. */
    List<String> log() throws Exception {
        try {
            done.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the server's part: " + log, e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the server's part has no end: " + log, e);
        }
        return log;
    }

    private void serve(List<Conduct> conducts) {
        try (listener) {
            for (Conduct conduct : conducts) {
                try (PacedSocket socket = (PacedSocket) listener.accept()) {
                    conduct.hold(new Talk(socket));
                }
            }
            done.complete(null);
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** One connection, seen from the server. */
    final class Talk {
        private final PacedSocket tcp;
        private Socket socket;

        private Talk(PacedSocket tcp) {
            this.tcp = tcp;
            this.socket = tcp;
        }

        /** Says these lines at once. A client that has said more already is pipelining. */
        void say(String... lines) throws IOException {
            if (socket.getInputStream().available() > 0) {
                throw new AssertionError("the client did not wait for: " + List.of(lines));
            }
            log.add("S: " + String.join("|", lines));
            send(String.join("\r\n", lines) + "\r\n");
        }

        /** Sends that, at once. */
        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends that byte by byte until the client is gone. */
        void drip(String text, Duration pause) throws IOException {
            pace(Pace.dripping(pause));
            try {
                send(text);
            } catch (SocketException e) {
                log.add("C: (gone)");
            }
        }

        /** Waits so long, in which the client must neither say anything nor go. */
        void quiet(Duration time) throws IOException {
            socket.setSoTimeout(Math.toIntExact(time.toMillis()));
            try {
                throw new AssertionError(
                        "the client did not wait: " + socket.getInputStream().read());
            } catch (SocketTimeoutException e) {
                socket.setSoTimeout(0);
            }
        }

        /** Waits for a line, which must be this one. */
        void hear(String expected) throws IOException {
            String line = line();
            log.add("C: " + line);
            if (!line.equals(expected)) {
                throw new AssertionError("expected " + expected + ", heard " + line);
            }
        }

        private String line() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet != '\r'; octet = in.read()) {
                if (octet < 0) {
                    return line + "(end)";
                }
                line.append((char) octet);
            }
            return in.read() == '\n' ? line.toString() : line + "(bare CR)";
        }

        /** Waits until the client closes, and logs what it still says. */
        void end() throws IOException {
            String rest;
            try {
                rest = line();
            } catch (SocketException e) {
                rest = "(reset)";
            }
            log.add("C: " + rest);
        }

        /** Waits for the first octet of a handshake. */
        void hearClientHello() throws IOException {
            // RFC 8446 §5.1: a record of type handshake.
            if (socket.getInputStream().read() != 22) {
                throw new AssertionError("no ClientHello");
            }
            log.add("C: ClientHello");
        }

        /** Reads whatever comes until the client closes. */
        void drain() throws IOException {
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                log.add("C: (end)");
            } catch (SocketException e) {
                log.add("C: (reset)");
            }
        }

        /** The banner, EHLO and its answer. */
        void greet(String... offers) throws IOException {
            say("220 mx1.example.test ESMTP");
            hear("EHLO probe.example.net");
            send("250-mx1.example.test\r\n");
            for (String offer : offers) {
                send("250-" + offer + "\r\n");
            }
            say("250 HELP");
        }

        /** STARTTLS up to and with the 220. */
        void offerTls() throws IOException {
            say("220 mx1.example.test ESMTP");
            hear("STARTTLS");
            say("220 go");
        }

        /** The server's side of the handshake; without versions: what Java speaks. */
        SSLSession secure(SSLContext context, String... versions) throws IOException {
            return secure(
                    context,
                    server -> {
                        if (versions.length > 0) {
                            server.setEnabledProtocols(versions);
                        }
                    });
        }

        /** The same, with settings of the test's own. */
        SSLSession secure(SSLContext context, Consumer<SSLSocket> settings) throws IOException {
            SSLSocket secured =
                    (SSLSocket)
                            context.getSocketFactory().createSocket(tcp, "", tcp.getPort(), true);
            secured.setUseClientMode(false);
            settings.accept(secured);
            secured.startHandshake();
            log.add("TLS");
            socket = secured;
            return secured.getSession();
        }

        /** Starts a handshake again: under TLS 1.3 that is a KeyUpdate which demands another. */
        void updateKeys() throws IOException {
            ((SSLSocket) socket).startHandshake();
        }

        /** From now on what is sent goes out so. */
        void pace(Pace pace) {
            tcp.pace = pace;
        }

        /** Closes with RST instead of FIN. */
        void reset() throws IOException {
            tcp.setSoLinger(true, 0);
            tcp.close();
        }

        /** Sends FIN, and can still hear. */
        void finish() throws IOException {
            tcp.shutdownOutput();
        }

        void pause(Duration time) throws InterruptedException {
            Thread.sleep(time);
        }

        InetAddress peer() {
            return tcp.getInetAddress();
        }
    }

    /** How bytes that are given at once go out. */
    interface Pace {
        void write(OutputStream out, byte[] bytes, int offset, int length) throws IOException;

        /** One by one, with a pause behind each. */
        static Pace dripping(Duration pause) {
            return (out, bytes, offset, length) -> {
                for (int i = offset; i < offset + length; i++) {
                    out.write(bytes, i, 1);
                    sleep(pause);
                }
            };
        }

        /** The first half, a pause, the second half. */
        static Pace halting(Duration pause) {
            return (out, bytes, offset, length) -> {
                out.write(bytes, offset, length / 2);
                sleep(pause);
                out.write(bytes, offset + length / 2, length - length / 2);
            };
        }

        private static void sleep(Duration pause) throws IOException {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private static final class PacedSocket extends Socket {
        private volatile Pace pace = OutputStream::write;

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    pace.write(out, bytes, offset, length);
                }
            };
        }
    }
}
