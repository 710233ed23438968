package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.WARNING;

import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.ReplyClassifier;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The refusals that no rule knows, each once however often it comes: for whoever writes the missing
 * rule. Two that differ only in addresses, names and case are the same.
 */
public final class UnclassifiedReplies implements Consumer<LedgerEvent> {
    /**
     * Servers may say ever new things: of more than this, the longest unheard ones are forgotten.
     */
    static final int MOST = 200;

    private static final System.Logger LOG = System.getLogger("io.rcptwatch.unclassified");
    private static final int LONGEST_KEY = 500;

    private final ReplyClassifier judge;
    // In the order in which they were heard last.
    private final Map<String, Counted> entries = new LinkedHashMap<>();

    /**
     * One of them.
     *
     * @param normalised as rules see it
     * @param reply as it came last
     * @param mx who said it last; empty where the host has no name
     * @param count how often it came since the start
     */
    public record Counted(
            String normalised,
            Reply reply,
            Provider provider,
            Optional<String> mx,
            long count,
            Instant lastSeen) {}

    /** Keeps those that this judge does not know. */
    public UnclassifiedReplies(ReplyClassifier judge) {
        this.judge = judge;
    }

    @Override
    public void accept(LedgerEvent event) {
        if (event.cause() instanceof LedgerEntry.Observed(Observation observation)
                && observation.verdict().outcome() == Outcome.UNCLASSIFIED) {
            observation.verdict().reply().ifPresent(reply -> add(observation, reply));
        }
    }

    private void add(Observation observation, Reply reply) {
        String whole = judge.normalised(reply);
        String key = whole.substring(0, Math.min(LONGEST_KEY, whole.length()));
        if (count(observation, reply, key) == 1) {
            LOG.log(WARNING, "No rule for what " + observation.provider() + " says: " + key);
        }
    }

    private synchronized long count(Observation observation, Reply reply, String key) {
        Counted before = entries.remove(key);
        long count = before == null ? 1 : before.count() + 1;
        entries.put(
                key,
                new Counted(
                        key,
                        reply,
                        observation.provider(),
                        observation.mx(),
                        count,
                        observation.finishedAt()));
        if (entries.size() > MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
        return count;
    }

    /** All of them, the most frequent first. */
    public synchronized List<Counted> entries() {
        return entries.values().stream()
                .sorted(Comparator.comparingLong(Counted::count).reversed())
                .toList();
    }
}
