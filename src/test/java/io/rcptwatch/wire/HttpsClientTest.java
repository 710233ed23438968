package io.rcptwatch.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.wire.TestCertificates.Holder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers that do not speak HTTP as they should: what comes is short, in time and without alarm.
 */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
class HttpsClientTest {
    private final TlsLibrary library;

    HttpsClientTest(TlsLibrary library) {
        this.library = library;
    }

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final String HOST = "page.example.test";
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** What the server does when the request is there. */
    private interface Conduct {
        void hold(Socket client, OutputStream out) throws IOException;
    }

    private HttpsAnswer ask(boolean withTls, Conduct conduct) throws Exception {
        Holder authority = TestCertificates.authority();
        Holder host =
                TestCertificates.host(authority, Duration.ofDays(1), TestCertificates.dns(HOST));
        try (ServerSocket server =
                withTls
                        ? host.server().getServerSocketFactory().createServerSocket(0, 5, LOOPBACK)
                        : new ServerSocket(0, 5, LOOPBACK)) {
            Thread.startVirtualThread(() -> serve(server, withTls, conduct));
            return new HttpsClient(
                            new TlsClient(List.of(authority.certificate()), library),
                            new Shutdown(),
                            "test",
                            server.getLocalPort(),
                            LIMIT)
                    .get(HOST, List.of(LOOPBACK), "/page", 1000);
        }
    }

    private static void serve(ServerSocket server, boolean withTls, Conduct conduct) {
        try (Socket client = server.accept()) {
            if (withTls) {
                client.getInputStream().readNBytes(20);
            }
            conduct.hold(client, client.getOutputStream());
        } catch (IOException _) {
            // the client has seen enough
        }
    }

    private HttpsAnswer answering(String text) throws Exception {
        return ask(true, (_, out) -> out.write(text.getBytes(ISO_8859_1)));
    }

    private HttpsAnswer flooding(String start, String piece) throws Exception {
        return ask(
                true,
                (_, out) -> {
                    out.write(start.getBytes(ISO_8859_1));
                    byte[] more = piece.getBytes(ISO_8859_1);
                    while (true) {
                        out.write(more);
                    }
                });
    }

    private static void late(HttpsAnswer answer) {
        assertThat(answer).isEqualTo(new HttpsAnswer.Failed("no whole answer within 1.0 s"));
    }

    @Test
    void a_page_is_its_status_its_type_and_its_body() throws Exception {
        assertThat(
                        answering(
                                "HTTP/1.1 200 OK\r\nContent-Type: A/B; c=d\r\nContent-Length: 2\r\n\r\nhi"))
                .isEqualTo(
                        new HttpsAnswer.Page(
                                200,
                                Optional.of("a/b"),
                                ByteBuffer.wrap("hi".getBytes(ISO_8859_1))));
    }

    @Test
    void interim_answers_are_passed_over() throws Exception {
        assertThat(answering("HTTP/1.1 103 Hint\r\n\r\nHTTP/1.1 404 No\r\n\r\n"))
                .isEqualTo(new HttpsAnswer.Page(404, Optional.empty(), ByteBuffer.allocate(0)));
    }

    @Test
    void what_is_no_http_is_a_failure() throws Exception {
        for (String text :
                List.of(
                        "220 mx ESMTP\r\n".repeat(50),
                        "HTTP/1.1 abc\r\n\r\n",
                        "HTTP/9.9 200 OK\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                        "\u0000\u0001\u0002",
                        "")) {
            assertThat(answering(text)).as(text).isInstanceOf(HttpsAnswer.Failed.class);
        }
    }

    @Test
    void floods_of_headers_and_lines_are_cut_off() throws Exception {
        assertThat(flooding("HTTP/1.1 200 OK\r\n", "a: b\r\n"))
                .isInstanceOf(HttpsAnswer.Failed.class);
        assertThat(flooding("HTTP/1.1 200 OK\r\nx: ", "y")).isInstanceOf(HttpsAnswer.Failed.class);
        assertThat(flooding("", "\r\n")).isInstanceOf(HttpsAnswer.Failed.class);
        late(flooding("", "HTTP/1.1 100 Continue\r\n\r\n"));
    }

    @Test
    void silence_at_any_point_ends_when_the_time_is_up() throws Exception {
        late(
                ask(
                        false,
                        (client, _) ->
                                client.getInputStream()
                                        .transferTo(OutputStream.nullOutputStream())));
        late(
                ask(
                        true,
                        (client, _) ->
                                client.getInputStream()
                                        .transferTo(OutputStream.nullOutputStream())));
        late(
                ask(
                        true,
                        (client, out) -> {
                            out.write("HTTP/1.1 200 OK\r\nContent-Le".getBytes(ISO_8859_1));
                            client.getInputStream().transferTo(OutputStream.nullOutputStream());
                        }));
    }

    @Test
    void who_speaks_no_tls_is_a_failure() throws Exception {
        assertThat(
                        ask(
                                false,
                                (_, out) ->
                                        out.write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(ISO_8859_1))))
                .isInstanceOf(HttpsAnswer.Failed.class);
    }
}
