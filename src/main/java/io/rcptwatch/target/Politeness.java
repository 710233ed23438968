package io.rcptwatch.target;

import java.time.Duration;

/**
 * What we allow ourselves towards other people's servers.
 *
 * @param minInterval no target is asked more often than this
 * @param perHostConnections connections at once to one mail host
 * @param perProviderConnections connections at once to one provider's hosts
 * @param maxInFlight conversations at once in all
 * @param allowPrivateAddresses whether loopback, private and link-local addresses may be contacted
 */
public record Politeness(
        Duration minInterval,
        int perHostConnections,
        int perProviderConnections,
        int maxInFlight,
        boolean allowPrivateAddresses) {}
