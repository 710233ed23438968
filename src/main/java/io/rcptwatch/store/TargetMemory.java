package io.rcptwatch.store;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.watch.AgentListener;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Remembers how the targets stand, over restarts. Hears after the board, which it reads, and lets
 * no conversation begin before it is written down that it does: whatever happens to us then, the
 * next start knows.
 */
public final class TargetMemory implements AgentListener, Archive {
    /** A target that was taken out of the configuration may come back. */
    static final Duration FORGOTTEN = Duration.ofDays(30);

    private final StateFile file;
    private final Ledger board;
    private final StateMap<TargetStateRecord> standings;
    private final StateMap<RoundRecord> rounds;
    private final RoundHistory history;
    private final Set<DomainName> changed = ConcurrentHashMap.newKeySet();

    /**
     * Fills the board with what the file knows.
     *
     * @param keep how many conversations before the latest round are kept for each target
     */
    public TargetMemory(StateFile file, Ledger board, int keep, InstantSource clock) {
        this.file = file;
        this.board = board;
        this.standings = file.map("standings", TargetStateRecord.class);
        this.rounds = file.map("rounds", RoundRecord.class);
        this.history = new RoundHistory(file, keep);
        List<Target> targets = board.standings().stream().map(TargetState::target).toList();
        forgetOthers(targets, clock.instant().minus(FORGOTTEN));
        targets.forEach(target -> remembered(target).ifPresent(board::restore));
        file.source(this::collect);
    }

    private void forgetOthers(Collection<Target> targets, Instant horizon) {
        Set<String> watched = targets.stream().map(TargetMemory::key).collect(Collectors.toSet());
        standings
                .all()
                .forEach(
                        (key, standing) -> {
                            boolean old =
                                    standing.lastAttempt().filter(horizon::isBefore).isEmpty();
                            if (old && !watched.contains(key)) {
                                standings.remove(key);
                                rounds.remove(key);
                                history.forget(key);
                            }
                        });
    }

    private static String key(Target target) {
        return target.domain().ascii();
    }

    private Optional<TargetState> remembered(Target target) {
        Optional<Round> latest = rounds.get(key(target)).map(round -> round.about(target));
        return standings.get(key(target)).map(standing -> standing.about(target, latest));
    }

    @Override
    public Past past(Target target) {
        return history.of(key(target))
                .<Past>map(records -> new Past.Kept(newestFirst(records, target)))
                .orElseGet(() -> new Past.Missing("the state file cannot be read now"));
    }

    private static List<Observation> newestFirst(List<ObservationRecord> records, Target target) {
        return records.stream().map(record -> record.about(target)).toList().reversed();
    }

    @Override
    public void routed(Target target, Provider provider) {
        changed.add(target.domain());
    }

    @Override
    public void attempting(Target target, Provider provider, String identity) {
        changed.add(target.domain());
        try {
            file.secure();
        } catch (InterruptedException e) {
            // Whoever waits for the conversation itself will notice.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void observed(Observation observation) {
        changed.add(observation.target().domain());
    }

    @Override
    public void finished(Round round) {
        changed.add(round.target().domain());
    }

    /** On the file's thread, before it writes. */
    private void collect() {
        for (Iterator<DomainName> domains = changed.iterator(); domains.hasNext(); ) {
            DomainName domain = domains.next();
            // Before the board is read: what happens from now on is collected the next time.
            domains.remove();
            board.standing(domain).ifPresent(this::collect);
        }
    }

    private void collect(TargetState standing) {
        String key = key(standing.target());
        standings.put(key, TargetStateRecord.of(standing));
        Optional<RoundRecord> latest = standing.latest().map(RoundRecord::of);
        Optional<RoundRecord> before = rounds.get(key);
        if (latest.isPresent() && !latest.equals(before)) {
            before.ifPresent(round -> history.add(key, round, standing.target().expect()));
            rounds.put(key, latest.get());
        }
    }
}
