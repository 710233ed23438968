package io.rcptwatch.target;

/**
 * Which of a receiver's demands on TLS are honoured.
 *
 * @param mtaSts those of its MTA-STS policy (RFC 8461)
 * @param dane those of its TLSA records (RFC 7672), where DNSSEC can be relied on
 */
public record Policies(boolean mtaSts, boolean dane) {}
