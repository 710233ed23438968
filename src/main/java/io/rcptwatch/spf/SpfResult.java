package io.rcptwatch.spf;

/**
 * What an SPF evaluation came to.
 *
 * @param reason one line that says what decided; it may quote the DNS
 */
public record SpfResult(SpfVerdict verdict, String reason) {}
