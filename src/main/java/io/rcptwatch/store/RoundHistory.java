package io.rcptwatch.store;

import io.rcptwatch.target.Family;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Round;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Conversations of earlier rounds, in the file only, so many for each target: the oldest that went
 * well goes first, then the oldest that did not. What is under way when a write fails is lost.
 */
final class RoundHistory implements StoreTable {
    private static final String NAME = "history";
    private static final String WELL = "+";
    private static final String ILL = "-";
    // While the file cannot be written more would only fill the memory.
    private static final int MOST_UNWRITTEN = 1000;

    private final StateFile file;
    private final RecordCodec<Observation> form = StoreJson.form(Observation.class);
    private final int keep;
    private final Deque<KeptRound> unwritten = new ConcurrentLinkedDeque<>();
    private final Queue<String> forgotten = new ConcurrentLinkedQueue<>();

    private record KeptRound(String domain, String key, Observation observation) {}

    /**
     * The conversations of a file.
     *
     * @param keep how many for each target
     */
    RoundHistory(StateFile file, int keep) {
        this.file = file;
        this.keep = keep;
        file.add(this);
    }

    /** A round is no longer the latest one. */
    void add(Target target, Round round) {
        String domain = target.domain().ascii();
        for (Observation observation : round.observations()) {
            String key = key(domain, observation, observation.success(target));
            unwritten.add(new KeptRound(domain, key, observation));
        }
        while (unwritten.size() > MOST_UNWRITTEN) {
            unwritten.poll();
        }
    }

    /** In the order of time; the same conversation has the same key. */
    private static String key(String domain, Observation observation, boolean well) {
        return String.join(
                " ",
                domain,
                "%013d".formatted(observation.finishedAt().toEpochMilli()),
                well ? WELL : ILL,
                observation.identity(),
                observation.mx().orElse(""),
                observation.family().map(Family::label).orElse(""));
    }

    /** A target's conversations, oldest first; empty: the file cannot be read now. */
    Optional<List<Observation>> of(String domain) {
        // What the bytes say is found out here: conversations wait for the file's thread.
        return file.read(store -> read(store, domain))
                .map(all -> all.stream().flatMap(bytes -> form.read(bytes).stream()).toList());
    }

    private static List<byte[]> read(Store store, String domain)
            throws IOException, UnfitFileException {
        List<byte[]> observations = new ArrayList<>();
        for (String key : store.keys(NAME, domain + " ")) {
            store.get(NAME, key).ifPresent(observations::add);
        }
        return observations;
    }

    /** Drops all of a target. */
    void forget(String domain) {
        forgotten.add(domain);
    }

    @Override
    public void write(Store store) throws IOException, UnfitFileException {
        for (String domain = forgotten.poll(); domain != null; domain = forgotten.poll()) {
            for (String key : store.keys(NAME, domain + " ")) {
                store.remove(NAME, key);
            }
        }
        for (KeptRound entry = unwritten.poll(); entry != null; entry = unwritten.poll()) {
            store.put(NAME, entry.key(), form.written(entry.observation()));
            thin(store, entry.domain());
        }
    }

    private void thin(Store store, String domain) throws IOException, UnfitFileException {
        List<String> keys = store.keys(NAME, domain + " ");
        while (keys.size() > keep) {
            Optional<String> well = keys.stream().filter(RoundHistory::wentWell).findFirst();
            String victim = well.orElse(keys.getFirst());
            store.remove(NAME, victim);
            keys.remove(victim);
        }
    }

    private static boolean wentWell(String key) {
        return key.split(" ", 4)[2].equals(WELL);
    }

    @Override
    public void reopened() {
        // Nothing of it is in memory.
    }
}
