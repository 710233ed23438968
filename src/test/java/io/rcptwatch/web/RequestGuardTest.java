package io.rcptwatch.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OneTargetProfile.class)
class RequestGuardTest {
    private static final int CALLERS = 200;
    private static final String FORM =
            "POST /explain HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\n\r\nreply=";

    private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @AutoClose private final HttpClient client = HttpClient.newHttpClient();
    private final List<Socket> callers = new ArrayList<>();

    private static URI at(String path) {
        return URI.create(ConfigProvider.getConfig().getValue("test.url", String.class) + path);
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(at(path))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, BodyPublishers.noBody())
                        .headers(headers.length == 0 ? new String[] {"Accept", "*/*"} : headers)
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** Opens a connection that never reads much. */
    private Socket call(String text) throws IOException {
        Socket socket = new Socket();
        callers.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(at("").getHost(), at("").getPort()));
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        return socket;
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : callers) {
            socket.close();
        }
    }

    private void assertThatAllIsServed() throws Exception {
        for (String path : List.of("/-/healthy", "/-/ready", "/metrics", "/", "/explain")) {
            assertThat(send("GET", path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(send("POST", "/explain").statusCode()).isEqualTo(200);
    }

    /** Waits for the end of the connection; a time-out fails. */
    private static boolean isClosed(Socket socket) throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException _) {
            // reset
        }
        return true;
    }

    @Test
    void callers_that_do_not_send_their_body_keep_no_others_out() throws Exception {
        for (int i = 0; i < CALLERS; i++) {
            call(FORM);
        }

        assertThatAllIsServed();
        assertThat(isClosed(callers.getFirst())).isTrue();
    }

    @Test
    void callers_that_do_not_read_keep_no_others_out() throws Exception {
        for (int i = 0; i < CALLERS; i++) {
            call(SCRAPE.repeat(200)); // more than all buffers on the way take
        }

        assertThatAllIsServed();
        assertThat(isClosed(callers.getFirst())).isTrue();
    }

    @Test
    void connections_without_a_request_keep_no_others_out() throws Exception {
        send("GET", "/-/healthy");
        for (int i = 0; i < 2_500; i++) {
            call("GET / HT");
        }

        assertThatAllIsServed();
        assertThat(isClosed(callers.getFirst())).isTrue();
    }

    @Test
    void an_empty_form_is_waited_for_by_no_one() throws Exception {
        String type = "application/x-www-form-urlencoded";

        assertThat(send("POST", "/explain", "Content-Type", type).statusCode()).isEqualTo(200);
    }

    @Test
    void a_body_comes_when_it_is_told_to() throws Exception {
        Socket caller =
                call(
                        """
                        POST /explain HTTP/1.1
                        Host: localhost
                        Content-Type: application/x-www-form-urlencoded
                        Content-Length: 22
                        Expect: 100-continue

                        """
                                .replace("\n", "\r\n"));
        InputStream in = caller.getInputStream();
        assertThat(new String(in.readNBytes(25), US_ASCII))
                .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");

        caller.getOutputStream().write("reply=550+5.1.1+nobody".getBytes(US_ASCII));
        assertThat(new String(in.readNBytes(12), US_ASCII)).isEqualTo("HTTP/1.1 200");
    }

    @Test
    void a_body_of_unknown_length_is_taken_up_to_the_bound() throws Exception {
        String part = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        Socket caller =
                call(
                        "POST /explain HTTP/1.1\r\nHost: localhost\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + part.repeat(17));

        assertThat(new String(caller.getInputStream().readNBytes(12), US_ASCII))
                .isEqualTo("HTTP/1.1 413");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /-/reload, Sec-Fetch-Site, cross-site",
        "PUT, /-/reload, Origin, http://elsewhere.example",
        "POST, /explain, Origin, null",
        "POST, /sandbox, Sec-Fetch-Site, same-site",
        "POST, /api/v1/sandbox/x?behaviour=dark, Origin, http://elsewhere.example",
        "GET, /probe?target=other.example&fresh=true, Sec-Fetch-Site, cross-site",
        "GET, /probe?target=other.example&fresh=true, Referer, http://elsewhere.example/page",
    })
    void pages_of_other_sites_change_nothing_and_ask_nothing(
            String method, String path, String header, String value) throws Exception {
        HttpResponse<String> refusal = send(method, path, header, value);

        assertThat(refusal.statusCode()).isEqualTo(403);
        assertThat(refusal.body()).isEqualTo("a page of another site asks for this\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/-/healthy", "/explain?reply=550%205.1.1%20x"})
    void pages_of_other_sites_may_link_to_ours(String path) throws Exception {
        assertThat(send("GET", path, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site, same-origin", "Sec-Fetch-Site, none", "User-Agent, curl/8"})
    void our_own_pages_and_programs_may_ask(String header, String value) throws Exception {
        assertThat(send("POST", "/explain", header, value).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: a b\r\n\r\n",
                "POST /explain HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
            })
    void a_request_without_a_host_is_told_so_and_logs_nothing(String request) throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler log = collecting(logged);
        Logger.getLogger("").addHandler(log);
        try {
            Socket caller = call(request);

            assertThat(new String(caller.getInputStream().readNBytes(12), US_ASCII))
                    .isEqualTo("HTTP/1.1 400");
            assertThat(logged).isEmpty();
        } finally {
            Logger.getLogger("").removeHandler(log);
        }
    }

    private static Handler collecting(List<String> messages) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                    messages.add(line.getLoggerName() + ": " + line.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
