package io.rcptwatch.watch;

import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How a target stands now.
 *
 * @param target what is watched
 * @param listed whether the configuration lists it: others are only asked about on demand
 * @param provider who runs its best host, as far as known
 * @param latest the latest finished round; empty: none yet
 * @param known its mail hosts, as they were last seen
 * @param marks by identity, for every identity of the target
 */
public record TargetState(
        Target target,
        boolean listed,
        Provider provider,
        Optional<Round> latest,
        KnownHosts known,
        Map<String, Marks> marks) {
    /** Before anything is known. */
    public static final Marks NEVER =
            new Marks(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public TargetState {
        marks = Map.copyOf(marks);
    }

    /**
     * When something last happened to an identity's conversations; empty: not that we know of.
     *
     * @param attempt one began
     * @param conclusive one ended in something that says anything about the receiver
     * @param success one ended as expected
     * @param since the round ended that found the status of now for the first time in a row; empty
     *     while the status is pending
     */
    public record Marks(
            Optional<Instant> attempt,
            Optional<Instant> conclusive,
            Optional<Instant> success,
            Optional<Instant> since) {
        private Marks since(Instant began) {
            return new Marks(attempt, conclusive, success, Optional.of(began));
        }

        private Marks attempt(Instant at) {
            return new Marks(Optional.of(at), conclusive, success, since);
        }

        private Marks heard(Observation observation, Target target) {
            Optional<Instant> at = Optional.of(observation.finishedAt());
            return new Marks(
                    attempt,
                    observation.verdict().conclusive() ? at : conclusive,
                    observation.success(target) ? at : success,
                    since);
        }
    }

    /** Whether anything came of asking about it: a conversation began, or a round ended. */
    public boolean asked() {
        return lastAttempt().isPresent() || latest.isPresent();
    }

    /** The mail hosts that were last known, by their names with port. */
    public Set<String> hosts() {
        return known.names();
    }

    /** The label {@code mx} of a host; hosts beyond a bound share one. */
    public String mxLabel(String mx) {
        return known.labels().of(mx);
    }

    /** Nothing is known yet. */
    public static TargetState unknown(Target target) {
        return new TargetState(
                        target, false, Provider.OTHER, Optional.empty(), KnownHosts.NONE, Map.of())
                .as(target);
    }

    /** The same, as it was stored about a target that is listed. */
    public TargetState with(Target listing, Optional<Round> round) {
        return new TargetState(listing, true, provider, round, known, marks).as(listing);
    }

    /** The same for the target as it is now: what is no longer asked about it is forgotten. */
    public TargetState as(Target now) {
        Map<String, Marks> asking = new HashMap<>();
        for (Identity identity : now.identities()) {
            asking.put(identity.name(), marks.getOrDefault(identity.name(), NEVER));
        }
        return new TargetState(
                now,
                listed,
                provider,
                latest.map(round -> round.heardBy(asking.keySet())),
                known,
                asking);
    }

    /** The status as one identity sees it. */
    public Status status(String identity) {
        return latest.map(round -> round.statuses().get(identity)).orElse(Status.PENDING);
    }

    /** Why that status is what it is, for people; empty: it tells by itself. */
    public Optional<String> statusReason(String identity) {
        return latest.flatMap(round -> round.statusReason(target, identity));
    }

    /** When the status of each identity began, but where it is pending. */
    public Map<String, Instant> since() {
        Map<String, Instant> since = new HashMap<>();
        marks.forEach((identity, mark) -> mark.since().ifPresent(at -> since.put(identity, at)));
        return since;
    }

    /** When that status began; empty while it is pending. */
    public Optional<Instant> since(String identity) {
        return Optional.ofNullable(marks.get(identity)).flatMap(Marks::since);
    }

    /** When the status began that a round finds, if that is the status of now, or else with it. */
    private Instant beganBy(Round round, String identity) {
        boolean same = status(identity) == round.statuses().get(identity);
        // A state file of a version that kept no beginning tells the latest round.
        Optional<Instant> began = since(identity).or(() -> latest.map(Round::finishedAt));
        return same ? began.orElse(round.finishedAt()) : round.finishedAt();
    }

    /** What an entry makes of it; the target is the one that the entry is about. */
    TargetState after(LedgerEntry entry, Target about, Instant now) {
        return switch (entry) {
            case LedgerEntry.Listed() -> as(about).listed(true);
            case LedgerEntry.Delisted() -> listed(false);
            case LedgerEntry.Routed(Provider found) -> routed(found);
            case LedgerEntry.Attempt(_, String identity) -> marked(identity, m -> m.attempt(now));
            case LedgerEntry.Observed(Observation heard) ->
                    marked(heard.identity(), m -> m.heard(heard, target));
            case LedgerEntry.Finished(Round round) -> after(round);
            case LedgerEntry.Began _,
                    LedgerEntry.LookedUp _,
                    LedgerEntry.Greylisting _,
                    LedgerEntry.Skipped _ ->
                    this;
        };
    }

    TargetState listed(boolean now) {
        return new TargetState(target, now, provider, latest, known, marks);
    }

    private TargetState routed(Provider found) {
        return new TargetState(target, listed, found, latest, known, marks);
    }

    private TargetState marked(String identity, UnaryOperator<Marks> change) {
        Map<String, Marks> changed = new HashMap<>(marks);
        changed.computeIfPresent(identity, (_, before) -> change.apply(before));
        return new TargetState(target, listed, provider, latest, known, changed);
    }

    /** The same after a round that these identities of it had. */
    private TargetState after(Round round) {
        Map<String, Marks> now = new HashMap<>(marks);
        now.replaceAll(
                (identity, mark) ->
                        round.statuses().containsKey(identity)
                                ? mark.since(beganBy(round, identity))
                                : mark);
        return new TargetState(
                target,
                listed,
                round.provider(),
                Optional.of(round.heardBy(marks.keySet())),
                known.after(round),
                now);
    }

    /** When any identity last began to ask; empty: never. */
    public Optional<Instant> lastAttempt() {
        return marks.values().stream()
                .flatMap(mark -> mark.attempt().stream())
                .max(Instant::compareTo);
    }

    /** The observations of the latest round. */
    public List<Observation> observations() {
        return latest.map(Round::observations).orElse(List.of());
    }
}
