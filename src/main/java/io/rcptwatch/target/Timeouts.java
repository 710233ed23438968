package io.rcptwatch.target;

import java.time.Duration;

/**
 * How long we wait, each positive.
 *
 * @param connect for the TCP connection
 * @param banner for the 220 greeting
 * @param reply for the answer to a command, and for the TLS handshake
 * @param conversation for all of it, QUIT apart
 */
public record Timeouts(Duration connect, Duration banner, Duration reply, Duration conversation) {}
