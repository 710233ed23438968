package io.rcptwatch.wire;

import static io.rcptwatch.smtp.Fault.Kind.CONNECT_FAILED;
import static io.rcptwatch.smtp.Fault.Kind.CONNECT_TIMEOUT;
import static io.rcptwatch.smtp.Fault.Kind.LOCAL_ERROR;

import io.rcptwatch.probe.Connector;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.target.Timeouts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** Connects over TCP. */
public final class SocketConnector implements Connector {
    private final TlsClient tls;
    private final Shutdown shutdown;

    /** Judges certificates as that client does, and stops with that shutdown. */
    public SocketConnector(TlsClient tls, Shutdown shutdown) {
        this.tls = tls;
        this.shutdown = shutdown;
    }

    @Override
    public Connection connect(
            String host, InetSocketAddress address, Optional<InetAddress> source, Timeouts timeouts)
            throws FaultException {
        if (shutdown.begun()) {
            throw new FaultException(LOCAL_ERROR, "the agent is stopping");
        }
        long conversationEnd = System.nanoTime() + timeouts.conversation().toNanos();
        DeadlineSocket socket = new DeadlineSocket(shutdown);
        try {
            bind(socket, source);
            socket.setTcpNoDelay(true);
            socket.connect(address, millis(timeouts));
            return new SocketConnection(socket, host, timeouts, conversationEnd, tls, shutdown);
        } catch (IOException e) {
            SocketConnection.closeQuietly(socket);
            throw fault(e);
        }
    }

    private static int millis(Timeouts timeouts) {
        long millis = Math.min(timeouts.connect().toMillis(), timeouts.conversation().toMillis());
        // Nought would mean for ever.
        return Math.clamp(millis, 1, Integer.MAX_VALUE);
    }

    private static void bind(DeadlineSocket socket, Optional<InetAddress> source)
            throws IOException {
        if (source.isPresent()) {
            socket.bind(new InetSocketAddress(source.get(), 0));
        }
    }

    /** What it means that a connection did not come about. */
    static FaultException fault(IOException e) {
        return switch (e) {
            case SocketTimeoutException _ ->
                    new FaultException(CONNECT_TIMEOUT, "no connection in time");
            // The JDK has these two for ECONNREFUSED, ETIMEDOUT and EHOSTUNREACH.
            case ConnectException _, NoRouteToHostException _ ->
                    new FaultException(CONNECT_FAILED, ExceptionText.oneLine(e));
            // And others for what is ours: no such source address, no route at all, no descriptors.
            default -> new FaultException(LOCAL_ERROR, ExceptionText.oneLine(e));
        };
    }
}
