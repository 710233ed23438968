package io.rcptwatch.limits;

import io.rcptwatch.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where we are greylisted, when the same is tried again, and how long it took until we were let in.
 * Not thread-safe; knows no clock.
 */
public final class Greylists {
    /** Who does not let us in for so long is not greylisting, whatever it says. */
    public static final Duration LIMIT = Duration.ofDays(1);

    /** Receivers forget whom they let in and have not seen for so long (Postgrey: 35 days). */
    public static final Duration REMEMBERED = Duration.ofDays(35);

    private final Supplier<List<Duration>> waits;
    private final Map<GreylistKey, GreylistWait> greylisted = new HashMap<>();
    private final Map<GreylistKey, Instant> letIn = new HashMap<>();

    /**
     * Nobody is greylisted yet.
     *
     * @param waits before each new try; after the last one the target's interval holds again
     */
    public Greylists(Supplier<List<Duration>> waits) {
        this.waits = waits;
    }

    /** What a conversation changed. */
    public sealed interface News {
        /** We are greylisted, and should try again at that time. */
        record Retry(Instant at) implements News {}

        /** We were let in, so long after we first tried. */
        record Passed(Duration after) implements News {}

        /** We have not been let in for {@link #LIMIT}; the next refusal begins anew. */
        record GaveUp() implements News {}
    }

    /** Whether we were told to come again, and were not let in since. */
    public boolean isGreylisted(GreylistKey triplet) {
        return greylisted.containsKey(triplet);
    }

    /** Whether it is too early to try again: that would begin the wait anew at some receivers. */
    public boolean mustWait(GreylistKey triplet, Instant now) {
        GreylistWait entry = greylisted.get(triplet);
        return entry != null && now.isBefore(entry.next());
    }

    /** When the first of these that have to wait should be tried again. */
    public Optional<Instant> nextTry(Collection<GreylistKey> triplets, Instant now) {
        return triplets.stream()
                .flatMap(triplet -> Optional.ofNullable(greylisted.get(triplet)).stream())
                .map(GreylistWait::next)
                .filter(now::isBefore)
                .min(Comparator.naturalOrder());
    }

    /** A conversation ended like this; empty: nothing changed. */
    public Optional<News> heard(GreylistKey triplet, Outcome outcome, Instant now) {
        return switch (outcome) {
            case GREYLISTED -> refused(triplet, now);
            case ACCEPTED -> accepted(triplet, now);
            default -> Optional.empty();
        };
    }

    private Optional<News> refused(GreylistKey triplet, Instant now) {
        letIn.remove(triplet);
        GreylistWait before =
                greylisted.getOrDefault(triplet, new GreylistWait(triplet, now, 0, now));
        if (!now.isBefore(before.since().plus(LIMIT))) {
            greylisted.remove(triplet);
            return Optional.of(new News.GaveUp());
        }
        if (before.retries() >= waits.get().size()) {
            return Optional.empty();
        }
        Instant next = now.plus(waits.get().get(before.retries()));
        greylisted.put(
                triplet, new GreylistWait(triplet, before.since(), before.retries() + 1, next));
        return Optional.of(new News.Retry(next));
    }

    private Optional<News> accepted(GreylistKey triplet, Instant now) {
        Optional<GreylistWait> before = Optional.ofNullable(greylisted.remove(triplet));
        if (before.isPresent()) {
            letIn.put(triplet, now);
        } else {
            letIn.computeIfPresent(triplet, (_, _) -> now);
        }
        return before.map(entry -> new News.Passed(Duration.between(entry.since(), now)));
    }

    /** Who is told to come again. */
    public Collection<GreylistWait> greylisted() {
        return List.copyOf(greylisted.values());
    }

    /** Who was let in after a wait, and when last. */
    public Map<GreylistKey, Instant> letIn() {
        return Map.copyOf(letIn);
    }

    /** Goes on where another run ended. */
    public void restore(Collection<GreylistWait> waiting, Map<GreylistKey, Instant> known) {
        waiting.forEach(entry -> greylisted.put(entry.triplet(), entry));
        letIn.putAll(known);
    }

    /** Drops what is so long ago that no receiver remembers it either. */
    public void forget(Instant now) {
        Instant horizon = now.minus(REMEMBERED);
        letIn.values().removeIf(seen -> seen.isBefore(horizon));
        greylisted.values().removeIf(entry -> entry.next().isBefore(horizon));
    }
}
