package io.rcptwatch.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks servers on loopback. */
final class Http {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration LONGEST_START = Duration.ofSeconds(20);

    private Http() {}

    /** A port of loopback that is free now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The body of a 200. */
    static String get(int port, String path) throws IOException, InterruptedException {
        return body(request(port, path).build());
    }

    /** Posts nothing, and hears a 200. */
    static void post(int port, String path) throws IOException, InterruptedException {
        body(request(port, path).POST(BodyPublishers.noBody()).build());
    }

    private static HttpRequest.Builder request(int port, String path) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
    }

    private static String body(HttpRequest request) throws IOException, InterruptedException {
        var response = CLIENT.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(request.uri() + " answers " + response.statusCode());
        }
        return response.body();
    }

    /** Waits for the first 200. */
    static void await(int port, String path) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (true) {
            try {
                get(port, path);
                return;
            } catch (IOException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                Thread.sleep(Duration.ofMillis(5));
            }
        }
    }
}
