package io.rcptwatch.probe;

import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Timeouts;
import java.net.InetSocketAddress;

/** Opens connections: the only way to a network. */
public interface Connector {
    /**
     * Connects.
     *
     * @param host the host's name, which its certificate must show
     * @param address where it listens, resolved
     * @param identity who asks: its source address is bound
     * @param timeouts the time for each step and, from now on, for all of them
     */
    Connection connect(String host, InetSocketAddress address, Identity identity, Timeouts timeouts)
            throws FaultException;
}
