package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.ERROR;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The state of every target, in one place: what happens to a target is posted here, and whatever
 * shows, counts or stores it follows from the event that this makes. Thread-safe.
 */
public final class Ledger {
    private static final System.Logger LOG = System.getLogger(Ledger.class.getName());

    private volatile List<DomainName> order;
    private final Map<DomainName, TargetState> states = new ConcurrentHashMap<>();
    private final List<Consumer<LedgerEvent>> subscribers = new CopyOnWriteArrayList<>();
    private final InstantSource clock;
    private Archive archive = Archive.NONE;

    /** A ledger of these targets, in this order, of which nothing is known yet. */
    public Ledger(Collection<Target> targets, InstantSource clock) {
        this.order = targets.stream().map(Target::domain).toList();
        this.clock = clock;
        targets.forEach(t -> states.put(t.domain(), TargetState.unknown(t).listed(true)));
    }

    /**
     * Tells of every change from now on: on the thread that posts it, after the ledger has changed.
     * Subscribers must be quick, but for what has to be stored first; their order does not matter.
     */
    public void subscribe(Consumer<LedgerEvent> subscriber) {
        subscribers.add(subscriber);
    }

    /**
     * The configuration lists these targets, and no others. Those that the ledger knows keep their
     * state, as far as they are still asked about.
     */
    public synchronized void list(Collection<Target> targets) {
        Set<DomainName> gone = new HashSet<>(order);
        order = targets.stream().map(Target::domain).toList();
        order.forEach(gone::remove);
        gone.forEach(this::delist);
        recall(targets.stream().filter(t -> !states.containsKey(t.domain())).toList());
        for (Target target : targets) {
            states.putIfAbsent(target.domain(), TargetState.unknown(target));
            post(target, new LedgerEntry.Listed());
        }
    }

    /**
     * Takes from there what an earlier life knew of the targets that were never asked since, now
     * and when it lists.
     */
    public synchronized void recallFrom(Archive earlier) {
        archive = earlier;
        recall(standings().stream().filter(s -> !s.asked()).map(TargetState::target).toList());
    }

    private void recall(List<Target> targets) {
        archive.recall(targets).forEach(state -> states.put(state.target().domain(), state));
    }

    private void delist(DomainName domain) {
        standing(domain).ifPresent(s -> post(s.target(), new LedgerEntry.Delisted()));
        states.remove(domain);
    }

    /** Keeps the state of a target that the configuration does not list, until it is dropped. */
    public void admit(Target target) {
        states.compute(
                target.domain(),
                (_, known) ->
                        known == null
                                ? TargetState.unknown(target)
                                : known.listed() ? known : known.as(target));
    }

    /** Forgets a target that the configuration does not list. */
    public void drop(DomainName domain) {
        states.computeIfPresent(domain, (_, state) -> state.listed() ? state : null);
    }

    /** The listed targets, in the configuration's order. */
    public List<TargetState> standings() {
        return order.stream().map(states::get).filter(Objects::nonNull).toList();
    }

    /** One target; empty if it is neither listed nor admitted. */
    public Optional<TargetState> standing(DomainName domain) {
        return Optional.ofNullable(states.get(domain));
    }

    /** The listed target of that name, written as configured or in A-labels. */
    public Optional<TargetState> named(String domain) {
        return standings().stream()
                .filter(
                        s ->
                                s.target().domain().configured().equalsIgnoreCase(domain)
                                        || s.target().domain().ascii().equalsIgnoreCase(domain))
                .findFirst();
    }

    /**
     * The one place where a state changes.
     *
     * @param target as it was asked about; of one that is neither listed nor admitted nothing is
     *     kept, but the event is told
     */
    public void post(Target target, LedgerEntry entry) {
        LedgerEvent[] event = new LedgerEvent[1];
        states.compute(
                target.domain(),
                (_, known) -> {
                    TargetState before = known == null ? TargetState.unknown(target) : known;
                    TargetState after = before.after(entry, target, clock.instant());
                    event[0] = new LedgerEvent(before, after, entry);
                    return known == null ? null : after;
                });
        subscribers.forEach(subscriber -> tell(subscriber, event[0]));
    }

    private static void tell(Consumer<LedgerEvent> subscriber, LedgerEvent event) {
        try {
            subscriber.accept(event);
        } catch (RuntimeException e) {
            // A mistake in one subscriber must keep no other from hearing, nor end the round.
            LOG.log(ERROR, "An event of " + event.after().target().domain() + " was not taken", e);
        }
    }
}
