package io.rcptwatch.pace;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Those who wait for the same budget, oldest first. While it is open, its first one also waits in
 * the wider lane: a host's lane leads into its provider's, and that into the one of all.
 */
final class Lane {
    private final Budget budget;
    private final Optional<Lane> wider;
    private final TreeSet<Ticket> waiting = new TreeSet<>();
    private Optional<Ticket> first = Optional.empty();
    private Optional<Instant> wake = Optional.empty();

    Lane(Budget budget, Optional<Lane> wider) {
        this.budget = budget;
        this.wider = wider;
    }

    Budget budget() {
        return budget;
    }

    /** Who may go on from here. */
    Optional<Ticket> first() {
        return first;
    }

    int size() {
        return waiting.size();
    }

    void add(Ticket ticket, Instant now, Alarm alarm) {
        waiting.add(ticket);
        refresh(now, alarm);
    }

    /** Takes somebody out; false where nobody of that ticket waits here. */
    boolean remove(Ticket ticket, Instant now, Alarm alarm) {
        boolean removed = waiting.remove(ticket);
        refresh(now, alarm);
        return removed;
    }

    /** A conversation begins, which uses this budget and the wider ones. */
    void enter(Instant now) {
        budget.enter(now);
        wider.ifPresent(lane -> lane.enter(now));
    }

    /** A conversation is over. */
    void leave() {
        budget.leave();
        wider.ifPresent(Lane::leave);
    }

    /** Looks again who may go on, here and in the wider lanes. */
    void refresh(Instant now, Alarm alarm) {
        boolean open = budget.open(now);
        Optional<Ticket> next =
                open && !waiting.isEmpty() ? Optional.of(waiting.first()) : Optional.empty();
        wider.ifPresent(lane -> lane.replace(first, next));
        first = next;
        if (!open && !waiting.isEmpty()) {
            budget.opensAt(now).ifPresent(at -> wake(at, alarm));
        }
        wider.ifPresent(lane -> lane.refresh(now, alarm));
    }

    private void replace(Optional<Ticket> before, Optional<Ticket> after) {
        if (!before.equals(after)) {
            before.ifPresent(waiting::remove);
            after.ifPresent(waiting::add);
        }
    }

    private void wake(Instant at, Alarm alarm) {
        if (wake.isEmpty() || at.isBefore(wake.get())) {
            wake = Optional.of(at);
            alarm.set(at, this);
        }
    }

    /** The alarm rang. */
    void awake(Instant now, Alarm alarm) {
        wake = Optional.empty();
        refresh(now, alarm);
    }

    /** Whether nobody would notice if it were made anew. */
    boolean idle() {
        return waiting.isEmpty() && wake.isEmpty();
    }

    /** Reminds of a lane that time alone will open. */
    interface Alarm {
        void set(Instant at, Lane lane);
    }
}
