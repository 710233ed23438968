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
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Stores the ledger: each state as it is, its latest round in a table of its own, and the
 * conversations before that. Lets no conversation begin before the file says that it does: whatever
 * happens to the process then, the next start knows.
 */
public final class TargetMemory implements Consumer<LedgerEvent>, Archive, StoreTable {
    /** A target that was taken out of the configuration may come back. */
    static final Duration FORGOTTEN = Duration.ofDays(30);

    private static final String STATES = "standings";
    private static final String ROUNDS = "rounds";
    // Read at once: what their bytes say is found out off the file's thread.
    private static final int CHUNK = 500;

    private final StateFile file;
    private final Ledger ledger;
    private final RecordCodec<TargetState> states = StoreJson.form(TargetState.class);
    private final RecordCodec<Round> rounds = StoreJson.form(Round.class);
    private final RoundHistory history;
    private final Unwritten<DomainName> changed = new Unwritten<>();
    private final Unwritten<DomainName> concluded = new Unwritten<>();

    /**
     * Stores that ledger, which takes from here what it does not know yet about its targets; all
     * that it knows already goes into the file.
     *
     * @param keep how many conversations before the latest round are kept for each target
     */
    public TargetMemory(StateFile file, Ledger ledger, int keep, InstantSource clock) {
        this.file = file;
        this.ledger = ledger;
        this.history = new RoundHistory(file, keep);
        forgetOthers(clock.instant().minus(FORGOTTEN));
        List<DomainName> known =
                ledger.standings().stream()
                        .filter(TargetState::asked)
                        .map(state -> state.target().domain())
                        .toList();
        ledger.recallFrom(this);
        changed.addAll(known);
        concluded.addAll(known);
        file.add(this);
    }

    private void forgetOthers(Instant horizon) {
        Set<String> listed =
                ledger.standings().stream()
                        .map(state -> state.target().domain().ascii())
                        .collect(Collectors.toSet());
        List<String> old =
                file.load(
                                store -> {
                                    List<String> found = new ArrayList<>();
                                    store.scan(
                                            STATES,
                                            (key, bytes) -> {
                                                if (!listed.contains(key)
                                                        && isOld(bytes, horizon)) {
                                                    found.add(key);
                                                }
                                            });
                                    for (String key : found) {
                                        store.remove(STATES, key);
                                        store.remove(ROUNDS, key);
                                    }
                                    return found;
                                })
                        .orElse(List.of());
        old.forEach(history::forget);
    }

    private boolean isOld(byte[] bytes, Instant horizon) {
        return states.read(bytes)
                .flatMap(TargetState::lastAttempt)
                .filter(horizon::isBefore)
                .isEmpty();
    }

    @Override
    public List<TargetState> recall(List<Target> targets) {
        List<TargetState> recalled = new ArrayList<>();
        for (int from = 0; from < targets.size(); from += CHUNK) {
            recalled.addAll(
                    recallChunk(targets.subList(from, Math.min(targets.size(), from + CHUNK))));
        }
        return recalled;
    }

    private List<TargetState> recallChunk(List<Target> targets) {
        List<String> keys = targets.stream().map(target -> target.domain().ascii()).toList();
        Map<String, byte[]> stateBytes = bytes(STATES, keys);
        Map<String, byte[]> roundBytes = bytes(ROUNDS, keys);
        List<TargetState> recalled = new ArrayList<>();
        for (Target target : targets) {
            String key = target.domain().ascii();
            Optional<Round> latest = read(ROUNDS, rounds, roundBytes, key);
            read(STATES, states, stateBytes, key)
                    .map(state -> state.with(target, latest.map(r -> r.of(target.domain()))))
                    .ifPresent(recalled::add);
        }
        return recalled;
    }

    private Map<String, byte[]> bytes(String table, Collection<String> keys) {
        return file.load(store -> store.all(table, keys)).orElse(Map.of());
    }

    private <V> Optional<V> read(
            String table, RecordCodec<V> codec, Map<String, byte[]> found, String key) {
        Optional<byte[]> bytes = Optional.ofNullable(found.get(key));
        Optional<V> value = bytes.flatMap(codec::read);
        file.dropped(table, bytes.isPresent() && value.isEmpty() ? 1 : 0);
        return value;
    }

    @Override
    public Past past(Target target) {
        return history.of(target.domain().ascii())
                .<Past>map(found -> new Past.Kept(newestFirst(found, target)))
                .orElseGet(() -> new Past.Missing("the state file cannot be read now"));
    }

    private static List<Observation> newestFirst(List<Observation> found, Target target) {
        return found.stream().map(said -> said.of(target.domain())).toList().reversed();
    }

    @Override
    public void accept(LedgerEvent event) {
        Target target = event.after().target();
        if (event.listed()) {
            switch (event.cause()) {
                case LedgerEntry.Attempt _,
                        LedgerEntry.Observed _,
                        LedgerEntry.Routed _,
                        LedgerEntry.Listed _ ->
                        changed.add(target.domain());
                case LedgerEntry.Finished _ -> {
                    changed.add(target.domain());
                    concluded.add(target.domain());
                    event.before().latest().ifPresent(round -> history.add(target, round));
                }
                case LedgerEntry.Delisted _,
                        LedgerEntry.Began _,
                        LedgerEntry.LookedUp _,
                        LedgerEntry.Greylisting _,
                        LedgerEntry.Skipped _ -> {}
            }
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

    @Override
    public void write(Store store) throws IOException, UnfitFileException {
        concluded.write(
                store,
                domain -> {
                    Optional<Round> latest = ledger.standing(domain).flatMap(TargetState::latest);
                    if (latest.isPresent()) {
                        store.put(ROUNDS, domain.ascii(), rounds.written(latest.get()));
                    }
                });
        changed.write(
                store,
                domain -> {
                    Optional<TargetState> state = ledger.standing(domain);
                    if (state.isPresent()) {
                        store.put(STATES, domain.ascii(), states.written(state.get()));
                    }
                });
    }

    @Override
    public void reopened() {
        List<DomainName> all =
                ledger.standings().stream().map(state -> state.target().domain()).toList();
        changed.addAll(all);
        concluded.addAll(all);
    }
}
