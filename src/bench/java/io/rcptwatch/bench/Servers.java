package io.rcptwatch.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Who is talked to: Postfix's smtp-sink in clear, {@link TlsServer} under TLS. */
final class Servers {
    private static final String SINK = "smtp-sink";

    private Servers() {}

    /** One that knows STARTTLS, running, with its port and its authority. */
    record Tls(Child process, int port, String authority) {
        static Tls start(TlsServer.Key key) throws IOException {
            Child process =
                    Child.start(Java.command(List.of("-Xmx256m"), TlsServer.class, key.name()));
            return new Tls(process, Integer.parseInt(process.readLine()), process.readLine());
        }
    }

    /** smtp-sink, running: returns its port. */
    static int startSink() throws IOException, InterruptedException {
        int port = Http.freePort();
        List<String> command = new ArrayList<>(List.of(SINK, "-m", "1000"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // it insists
        }
        command.addAll(List.of("127.0.0.1:" + port, "1000"));
        Child.watched(command);
        awaitListener(port);
        return port;
    }

    private static void awaitListener(int port) throws IOException, InterruptedException {
        for (int tries = 0; ; tries++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (tries == 100) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }
}
