package io.rcptwatch.target;

import java.time.Duration;
import java.util.List;

/**
 * What we allow ourselves towards other people's servers.
 *
 * @param minInterval no target is asked more often than this
 * @param perHost towards one address of a mail host
 * @param perProvider towards all hosts of one provider
 * @param overall towards everybody
 * @param backoff how long who does not want us is left alone
 * @param greylistRetries the waits before each new try where we are greylisted, at least one
 * @param allowPrivateAddresses whether loopback, private and link-local addresses may be contacted
 */
public record Politeness(
        Duration minInterval,
        Allowance perHost,
        Allowance perProvider,
        Allowance overall,
        BackoffSettings backoff,
        List<Duration> greylistRetries,
        boolean allowPrivateAddresses) {
    public Politeness {
        greylistRetries = List.copyOf(greylistRetries);
    }

    /**
     * How many conversations, each at least 1.
     *
     * @param atOnce at the same time
     * @param perMinute begun in any minute
     * @param perDay begun in any 24 hours
     */
    public record Allowance(int atOnce, int perMinute, int perDay) {}

    /**
     * How long who does not want us is left alone.
     *
     * @param least the first time, at least
     * @param most after many times, unless the reply itself names a longer wait
     */
    public record BackoffSettings(Duration least, Duration most) {}
}
