package io.rcptwatch.watch;

import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Domains that are not watched, but were asked about lately: so many, and no longer than they are
 * asked about.
 */
public final class AdHocTargets implements AgentListener {
    /** Whoever may ask about any domain must not make us ask the whole world. */
    static final int MOST = 100;

    static final Duration MEMORY = Duration.ofHours(1);

    private final InstantSource clock;
    private final Ledger board;
    private final Map<String, Visit> visits = new LinkedHashMap<>();

    private record Visit(Target target, Instant last) {}

    /** Nobody at first. */
    public AdHocTargets(InstantSource clock) {
        this.clock = clock;
        this.board = new Ledger(List.of(), clock);
    }

    /** Somebody asks about that domain; false where there are too many others. */
    public synchronized boolean admit(Target target) {
        Instant now = clock.instant();
        visits.values().removeIf(visit -> visit.last().plus(MEMORY).isBefore(now));
        String domain = target.domain().ascii();
        if (!visits.containsKey(domain) && visits.size() >= MOST) {
            return false;
        }
        visits.put(domain, new Visit(target, now));
        board.watching(visits.values().stream().map(Visit::target).toList());
        return true;
    }

    /** How one that was admitted stands. */
    public TargetState standing(Target target) {
        return board.standing(target.domain()).orElseGet(() -> TargetState.unknown(target));
    }

    @Override
    public void routed(Target target, Provider provider) {
        board.routed(target, provider);
    }

    @Override
    public void attempting(Target target, Provider provider, String identity) {
        board.attempting(target, provider, identity);
    }

    @Override
    public void observed(Observation observation) {
        board.observed(observation);
    }

    @Override
    public void finished(Round round) {
        board.finished(round);
    }
}
