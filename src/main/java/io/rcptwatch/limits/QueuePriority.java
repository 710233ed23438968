package io.rcptwatch.limits;

import java.time.Duration;
import java.time.Instant;

/**
 * How urgent a conversation is.
 *
 * @param since when the same was asked last; {@link Instant#MIN}: never. The oldest comes first
 * @param longest how long to wait for room until it is no longer worth it
 * @param interval from one round of the target to the next
 */
public record QueuePriority(Instant since, Duration longest, Duration interval) {}
