package io.rcptwatch.egress;

import io.rcptwatch.dns.AddressLookup;
import io.rcptwatch.dns.MailHost;
import io.rcptwatch.dns.MailRouter;
import io.rcptwatch.limits.LimitKey;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.probe.Connector;
import io.rcptwatch.smtp.Command;
import io.rcptwatch.smtp.Connection;
import io.rcptwatch.smtp.FaultException;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.ProbePoint;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.verdict.Providers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Tries to reach mail hosts that are known to answer, and says nothing to them but QUIT.
 *
 * @param router finds their addresses
 * @param connector the way out
 * @param limiter holds back, as for any other conversation
 * @param providers who runs which of them
 */
public record EgressCheck(
        MailRouter router, Connector connector, Limiter limiter, Providers providers) {
    // Who is known to answer does so within this time, and somebody waits for the result.
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Timeouts TIMEOUTS =
            new Timeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE.multipliedBy(3));

    /** It is asked seldom, and others wait for what it says. */
    private static final QueuePriority WAIT =
            new QueuePriority(Instant.MIN, Duration.ofMinutes(1), Duration.ofMinutes(5));

    /**
     * Tries one host after the other until one lets us connect. A host without an address, or an
     * error of this machine's own, says nothing about the way out.
     */
    EgressWatch.Reach reach(ProbePoint point, List<HostPort> hosts) throws InterruptedException {
        EgressWatch.Reach known = EgressWatch.Reach.UNKNOWN;
        for (HostPort host : hosts) {
            switch (knock(point, host)) {
                case OPEN -> {
                    return EgressWatch.Reach.OPEN;
                }
                case BLOCKED -> known = EgressWatch.Reach.BLOCKED;
                case UNKNOWN -> {}
            }
        }
        return known;
    }

    private EgressWatch.Reach knock(ProbePoint point, HostPort named) throws InterruptedException {
        MailHost host = router.host(named, 0, Set.of(point.family()));
        return switch (host.addresses()) {
            case AddressLookup.FoundAddresses(List<InetAddress> addresses) ->
                    knock(point, host, addresses.getFirst());
            case AddressLookup.NoAddresses _,
                    AddressLookup.OnlyPrivate _,
                    AddressLookup.AddressUnknown _ ->
                    EgressWatch.Reach.UNKNOWN;
        };
    }

    private EgressWatch.Reach knock(ProbePoint point, MailHost host, InetAddress address)
            throws InterruptedException {
        LimitKey contact =
                new LimitKey(point.identity().name(), address, providers.forMx(host.name()));
        return switch (limiter.enter(contact, WAIT)) {
            case Limiter.Queued.Refused _ -> EgressWatch.Reach.UNKNOWN;
            case Limiter.Queued.Admitted(Limiter.Room room) -> knock(point, host, address, room);
        };
    }

    private EgressWatch.Reach knock(
            ProbePoint point, MailHost host, InetAddress address, Limiter.Room room) {
        try (room;
                Connection connection =
                        connector.connect(
                                host.name(),
                                new InetSocketAddress(address, host.port()),
                                point.identity().sourceAddress(),
                                TIMEOUTS)) {
            takeLeave(connection);
            return EgressWatch.Reach.OPEN;
        } catch (FaultException e) {
            return switch (e.fault().kind()) {
                case CONNECT_TIMEOUT, CONNECT_FAILED -> EgressWatch.Reach.BLOCKED;
                case REPLY_TIMEOUT,
                        CONNECTION_DROPPED,
                        PROTOCOL_ERROR,
                        TLS_FAILED,
                        TLS_NO_SHARED_CIPHER,
                        LOCAL_ERROR ->
                        EgressWatch.Reach.UNKNOWN;
            };
        }
    }

    /** RFC 5321 §3.1: not before the greeting; §4.1.1.10: nobody goes without QUIT. */
    private static void takeLeave(Connection connection) {
        try {
            connection.greeting();
            connection.exchange(new Command.Quit(), PATIENCE);
        } catch (FaultException _) {
            // It let us in: what it says, or does not say, is no matter of the way out.
        }
    }
}
