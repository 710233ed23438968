package io.rcptwatch.watch;

import java.time.Duration;
import java.time.Instant;

/**
 * How a round asked the DNS where the mail goes.
 *
 * @param startedAt when it began to ask, and so the round
 * @param took until the route and the addresses of its hosts were there, or it was clear that there
 *     are none
 */
public record DnsTiming(Instant startedAt, Duration took) {}
