package io.rcptwatch.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers who tried to reach whom, and since when. Safe for many threads. */
final class Greylist {
    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<Triplet, Tries> seen = new LinkedHashMap<>();

    Greylist(InstantSource clock) {
        this.clock = clock;
    }

    /** Who asks, for whom, and to reach whom: what greylisting tells apart (RFC 6647 §2.3). */
    record Triplet(String client, String sender, String recipient) {}

    private record Tries(Instant first, int count) {}

    /** Notes a try and says whether it is let through. */
    synchronized boolean passes(Triplet triplet, Greylisting rule) {
        Instant now = clock.instant();
        Tries before = seen.getOrDefault(triplet, new Tries(now, 0));
        seen.put(triplet, new Tries(before.first, Math.min(before.count, MOST) + 1));
        if (seen.size() > MOST) {
            seen.remove(seen.keySet().iterator().next());
        }
        return before.count >= rule.tries() && !now.isBefore(before.first.plus(rule.period()));
    }
}
