package io.rcptwatch.target;

/**
 * A mail host that the operator named instead of the DNS.
 *
 * @param host a host name, or an address without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {}
