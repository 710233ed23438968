package io.rcptwatch.watch;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Domains that the configuration does not list, but that were asked about lately: so many, and no
 * longer than they are asked about.
 */
public final class AdHocTargets {
    /** Callers that may ask about any domain must not make us ask the whole world. */
    static final int MOST = 100;

    static final Duration MEMORY = Duration.ofHours(1);

    private final InstantSource clock;
    private final Ledger ledger;
    private final Map<DomainName, Instant> visits = new LinkedHashMap<>();

    /** Keeps their states in that ledger, as long as they are asked about. */
    public AdHocTargets(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A caller asks about that domain; false if there are too many others. */
    public synchronized boolean admit(Target target) {
        Instant now = clock.instant();
        visits.entrySet().removeIf(visit -> isOver(visit, now));
        if (!visits.containsKey(target.domain()) && visits.size() >= MOST) {
            return false;
        }
        visits.put(target.domain(), now);
        ledger.admit(target);
        return true;
    }

    private boolean isOver(Map.Entry<DomainName, Instant> visit, Instant now) {
        boolean over = visit.getValue().plus(MEMORY).isBefore(now);
        if (over) {
            ledger.drop(visit.getKey());
        }
        return over;
    }

    /** The state of one that was admitted. */
    public TargetState standing(Target target) {
        return ledger.standing(target.domain()).orElseGet(() -> TargetState.unknown(target));
    }
}
