package io.rcptwatch.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program that serves HTTP on loopback, and runs no longer than this JVM, however that ends: a
 * shell waits at the other end of a pipe, and kills the program once nobody holds this end any
 * more.
 */
final class Server implements AutoCloseable {
    private static final String WATCH =
            """
            trap : INT TERM HUP
            "$@" >server.log 2>&1 </dev/null &
            read -r _
            kill -KILL $!
            wait
            """;
    private static final Duration READY = Duration.ofSeconds(20);

    private final Process watch;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private Server(Process watch, URI address) {
        this.watch = watch;
        this.address = address;
    }

    /** A port of loopback that is free now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts a program of the Prometheus family, and waits until it says that it is ready.
     *
     * @param folder where it runs and writes
     */
    static Server start(Path folder, Path program, String... arguments)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command =
                Stream.of(
                                Stream.of("sh", "-c", WATCH, "watch", program.toString()),
                                Stream.of(arguments),
                                Stream.of("--web.listen-address=127.0.0.1:" + port))
                        .flatMap(part -> part)
                        .toList();
        Process watch = new ProcessBuilder(command).directory(folder.toFile()).start();
        Server server = new Server(watch, URI.create("http://127.0.0.1:" + port));
        if (!Patience.waits(READY, server::ready)) {
            server.close();
            throw new IOException(Files.readString(folder.resolve("server.log")));
        }
        return server;
    }

    private boolean ready() throws InterruptedException {
        try {
            return response("/-/ready").statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private HttpResponse<String> response(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(Duration.ofSeconds(20))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Where it listens, as host and port. */
    String authority() {
        return address.getAuthority();
    }

    /** What it answers, whatever the status. */
    JsonNode get(String path, String parameter, String value)
            throws IOException, InterruptedException {
        String query = URLEncoder.encode(parameter, UTF_8) + "=" + URLEncoder.encode(value, UTF_8);
        return new ObjectMapper().readTree(response(path + "?" + query).body());
    }

    @Override
    public void close() {
        http.close();
        try {
            watch.getOutputStream().close();
            watch.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
