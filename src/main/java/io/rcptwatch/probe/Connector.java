package io.rcptwatch.probe;

import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.target.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Opens connections: the only way to a mail server. */
public interface Connector {
    /**
     * Connects.
     *
     * @param host the host's name, which its certificate should show
     * @param address where it listens, resolved
     * @param source the local address to connect from; empty: the system's choice
     * @param timeouts the time for each step and, from now on, for all of them
     */
    Connection connect(
            String host, InetSocketAddress address, Optional<InetAddress> source, Timeouts timeouts)
            throws FaultException;
}
