package io.rcptwatch.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** One request and its answer on a connection that is ready, in HTTP/1.1 (RFC 9112). */
final class HttpExchange {
    private static final Http1Config BOUNDS =
            Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();

    private final TlsTransport secured;
    private final String userAgent;

    HttpExchange(TlsTransport secured, String userAgent) {
        this.secured = secured;
        this.userAgent = userAgent;
    }

    /** Asks for a page; the connection is good for nothing more afterwards. */
    HttpsAnswer get(String authority, String path, int maxOctets) throws IOException {
        // Never closed: that would wait for the rest of the answer. The caller closes the socket.
        DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(BOUNDS);
        connection.bind(new Streams());
        try {
            ClassicHttpResponse response =
                    new HttpRequestExecutor()
                            .execute(
                                    request(authority, path), connection, HttpCoreContext.create());
            return response.getCode() == HttpStatus.SC_OK
                    ? page(response, maxOctets)
                    : new HttpsAnswer.Page(
                            response.getCode(), mediaType(response), ByteBuffer.allocate(0));
        } catch (HttpException e) {
            return new HttpsAnswer.Failed("not HTTP: " + ExceptionText.oneLine(e));
        }
    }

    private ClassicHttpRequest request(String authority, String path) {
        ClassicHttpRequest request = new BasicClassicHttpRequest("GET", path);
        request.setHeader("Host", authority);
        request.setHeader("User-Agent", userAgent);
        request.setHeader("Accept-Encoding", "identity");
        request.setHeader("Connection", "close");
        return request;
    }

    private static HttpsAnswer page(ClassicHttpResponse response, int maxOctets)
            throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : read(entity, maxOctets + 1);
        return body.length > maxOctets
                ? new HttpsAnswer.Failed("longer than " + maxOctets + " octets")
                : new HttpsAnswer.Page(
                        response.getCode(), mediaType(response), ByteBuffer.wrap(body));
    }

    private static byte[] read(HttpEntity entity, int maxOctets) throws IOException {
        // Never closed, as above.
        InputStream content = entity.getContent();
        return content.readNBytes(maxOctets);
    }

    private static Optional<String> mediaType(ClassicHttpResponse response) {
        return Optional.ofNullable(response.getFirstHeader("Content-Type"))
                .map(header -> header.getValue().split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> !type.isEmpty());
    }

    /** The form in which the library takes streams. Whoever made the connection closes it. */
    private final class Streams extends Socket {
        @Override
        public InputStream getInputStream() {
            return secured.input();
        }

        @Override
        public OutputStream getOutputStream() {
            return secured.output();
        }
    }
}
