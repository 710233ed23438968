package io.rcptwatch.target;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who we say we are: a vantage point of its own.
 *
 * @param name the label {@code identity}
 * @param helo the argument of EHLO: a host name that we own
 * @param mailFrom the envelope sender
 * @param sourceAddress the local address to connect from; empty: the system's choice
 * @param externalAddresses the addresses that others see us come from; none: that of the socket
 */
public record Identity(
        String name,
        String helo,
        MailAddress mailFrom,
        Optional<InetAddress> sourceAddress,
        List<InetAddress> externalAddresses) {
    public Identity {
        externalAddresses = List.copyOf(externalAddresses);
    }
}
