package io.rcptwatch.watch;

import java.time.Instant;
import java.util.Optional;

/**
 * Why a conversation about a target is not held yet.
 *
 * @param reason which of the reasons that may also leave it out
 * @param identity who waits; empty: all
 * @param until when it ends by itself; empty: nobody knows
 * @param detail for people, as a part of a sentence
 */
public record ProbeWait(
        SkipReason reason, Optional<String> identity, Optional<Instant> until, String detail) {
    /** Whether that identity waits. */
    public boolean concerns(String asking) {
        return identity.isEmpty() || identity.get().equals(asking);
    }
}
