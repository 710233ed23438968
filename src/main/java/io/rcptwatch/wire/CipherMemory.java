package io.rcptwatch.wire;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The hosts with which BoringSSL has no cipher suite in common, so that they are not asked in vain
 * each time. Forgets after a day, for they may learn.
 */
final class CipherMemory {
    private static final long KEPT = Duration.ofDays(1).toNanos();
    private static final int MOST = 10_000;

    /**
     * A handshake that may be made.
     *
     * @param anonymousToo whether suites without a certificate are offered
     */
    record Key(String host, int port, boolean anonymousToo) {}

    /** What a host needs. */
    enum Need {
        /** The JDK's engine, with the suites that BoringSSL has no more. */
        WIDE,
        /** None of the suites that we know is among its own. */
        UNKNOWN_SUITES
    }

    private record Known(Need need, long until) {}

    private final Map<Key, Known> known =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
                    return size() > MOST;
                }
            };

    synchronized Optional<Need> of(Key key) {
        return Optional.ofNullable(known.get(key))
                .filter(entry -> entry.until() - System.nanoTime() > 0)
                .map(Known::need);
    }

    synchronized void learn(Key key, Need need) {
        known.remove(key);
        known.put(key, new Known(need, System.nanoTime() + KEPT));
    }
}
