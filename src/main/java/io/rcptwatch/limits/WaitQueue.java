package io.rcptwatch.limits;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Those who wait for the same budget, oldest first. While it is open, its first one also waits in
 * the wider lane: a host's lane leads into its provider's, and that into the one of all.
 */
final class WaitQueue {
    private final Budget budget;
    private final Optional<WaitQueue> wider;
    private final TreeSet<Ticket> waiting = new TreeSet<>();
    private Optional<Ticket> first = Optional.empty();
    private Optional<Instant> wake = Optional.empty();

    WaitQueue(Budget budget, Optional<WaitQueue> wider) {
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

    void add(Ticket ticket, Instant now, Alarm alarm) {
        waiting.add(ticket);
        refresh(now, alarm);
    }

    void remove(Ticket ticket, Instant now, Alarm alarm) {
        waiting.remove(ticket);
        refresh(now, alarm);
    }

    /** A conversation begins, which uses this budget and the wider ones. */
    void enter(Instant now) {
        budget.enter(now);
        wider.ifPresent(lane -> lane.enter(now));
    }

    /** A conversation is over. */
    void leave(Instant now, Alarm alarm) {
        budget.leave();
        update(now, alarm);
        wider.ifPresent(lane -> lane.leave(now, alarm));
    }

    /** Looks again who may go on, here and in the wider lanes. */
    void refresh(Instant now, Alarm alarm) {
        if (update(now, alarm)) {
            wider.ifPresent(lane -> lane.refresh(now, alarm));
        }
    }

    /** Whether somebody else may go on now. */
    private boolean update(Instant now, Alarm alarm) {
        boolean open = budget.open(now);
        Optional<Ticket> before = first;
        first = open && !waiting.isEmpty() ? Optional.of(waiting.first()) : Optional.empty();
        if (!open && !waiting.isEmpty()) {
            budget.opensAt(now).ifPresent(at -> wake(at, alarm));
        }
        wider.ifPresent(lane -> lane.replace(before, first));
        return !before.equals(first);
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
        void set(Instant at, WaitQueue lane);
    }
}
