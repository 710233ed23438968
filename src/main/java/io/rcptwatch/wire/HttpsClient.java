package io.rcptwatch.wire;

import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.TlsProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Fetches a small page from a host whose certificate must be good: each time anew, without
 * redirects, cookies or caches. Blocks, and may be used by any number of threads at once.
 */
public final class HttpsClient {
    /** The port of HTTPS (RFC 9110 §4.2.2). */
    public static final int PORT = 443;

    /** A host that is dead at three addresses is dead. */
    private static final int MOST_ADDRESSES = 3;

    private final TlsClient tls;
    private final Shutdown shutdown;
    private final String userAgent;
    private final int port;
    private final Duration limit;

    /**
     * Judges certificates as that client does, and stops with that shutdown.
     *
     * @param userAgent who we say we are (RFC 9110 §10.1.5)
     * @param port {@link #PORT}, but in a world of our own
     * @param limit the time for one page: connecting, handshake and answer together
     */
    public HttpsClient(
            TlsClient tls, Shutdown shutdown, String userAgent, int port, Duration limit) {
        this.tls = tls;
        this.shutdown = shutdown;
        this.userAgent = userAgent;
        this.port = port;
        this.limit = limit;
    }

    /**
     * Asks for a page.
     *
     * @param host whose name the certificate must bear
     * @param addresses where the host is, at least one; the next is tried where one takes no
     *     connection
     * @param path begins with a slash
     * @param maxOctets a longer page is a failure
     */
    public HttpsAnswer get(String host, List<InetAddress> addresses, String path, int maxOctets) {
        long end = System.nanoTime() + limit.toNanos();
        List<InetAddress> tried = addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()));
        Fault fault = new Fault(Fault.Kind.CONNECT_FAILED, "the host has no address");
        for (InetAddress address : tried) {
            try (DeadlineSocket socket = new DeadlineSocket(shutdown)) {
                try {
                    socket.connect(new InetSocketAddress(address, port), connectMillis(tried));
                } catch (IOException e) {
                    fault = SocketConnector.fault(e).fault();
                    continue;
                }
                socket.readUntil(end, false);
                return talk(socket, host, path, maxOctets);
            } catch (IOException e) {
                return failure(e);
            }
        }
        return failure(fault);
    }

    /** So that the other addresses still get their turn, and the last one its answer. */
    private int connectMillis(List<InetAddress> tried) {
        return (int) Math.max(1, limit.dividedBy(tried.size() + 1L).toMillis());
    }

    private HttpsAnswer talk(DeadlineSocket socket, String host, String path, int maxOctets)
            throws IOException {
        try (TlsTransport secured = tls.secure(socket, host, false)) {
            Set<TlsProblem> problems = tls.judge(secured.session(), host).problems();
            return problems.isEmpty()
                    ? new HttpExchange(secured, userAgent).get(authority(host), path, maxOctets)
                    : new HttpsAnswer.Distrusted(problems);
        }
    }

    private String authority(String host) {
        return port == PORT ? host : host + ":" + port;
    }

    private HttpsAnswer failure(Fault fault) {
        return fault.kind() == Fault.Kind.LOCAL_ERROR || stopping()
                ? new HttpsAnswer.LocalError(fault.detail())
                : new HttpsAnswer.Failed(fault.detail());
    }

    private HttpsAnswer failure(IOException e) {
        if (stopping()) {
            return new HttpsAnswer.LocalError("the agent is stopping");
        }
        return new HttpsAnswer.Failed(
                e instanceof SocketTimeoutException
                        ? "no whole answer within " + limit.toMillis() / 1000.0 + " s"
                        : ExceptionText.oneLine(e));
    }

    private boolean stopping() {
        return shutdown.begun() || Thread.currentThread().isInterrupted();
    }
}
