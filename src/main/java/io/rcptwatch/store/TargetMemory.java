package io.rcptwatch.store;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.LedgerEntry;
import io.rcptwatch.watch.LedgerEvent;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Remembers how the targets stand, over restarts. Lets no conversation begin before the file says
 * that it does: whatever happens to us then, the next start knows.
 */
public final class TargetMemory implements Consumer<LedgerEvent>, Archive {
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
    public void accept(LedgerEvent event) {
        if (event.listed()) {
            changed.add(event.after().target().domain());
        }
        if (event.cause() instanceof LedgerEntry.Attempt) {
            secure();
        }
    }

    private void secure() {
        try {
            file.secure();
        } catch (InterruptedException e) {
            // The conversation's own wait will notice.
            Thread.currentThread().interrupt();
        }
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
