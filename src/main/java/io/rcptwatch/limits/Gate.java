package io.rcptwatch.limits;

import io.rcptwatch.target.Politeness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Lets conversations begin when the budgets of their host, their provider and of all allow it, the
 * oldest first, and none with a receiver that does not want us. Each decision takes time that grows
 * with the logarithm of those who wait. Not thread-safe; knows no clock: time must not go back.
 */
final class Gate {
    private static final Duration TIDY = Duration.ofHours(1);

    private final WaitQueues lanes;
    private final Backoffs backoffs;
    private Politeness politeness;
    private final TreeSet<Ticket> waiting = new TreeSet<>(Ticket.BY_DEADLINE);
    private final Set<Long> inside = new HashSet<>();
    private final List<Admission> made = new ArrayList<>();
    private final PriorityQueue<Wake> wakes = new PriorityQueue<>(Comparator.comparing(Wake::at));
    private long number;
    private Instant tidy = Instant.MIN;

    private record Wake(Instant at, WaitQueue lane) {}

    /** Lets in what that politeness allows. */
    public Gate(Politeness politeness, RandomGenerator random) {
        this.politeness = politeness;
        lanes = new WaitQueues(() -> this.politeness);
        backoffs = new Backoffs(() -> this.politeness.backoff(), random);
    }

    /** From now on that much is allowed; what is used, and who is left alone, stays so. */
    public void allow(Politeness other, Instant now) {
        politeness = other;
        lanes.refresh(now, this::wake);
    }

    /**
     * Queues for a conversation. What becomes of it is among the decisions, soon or at the deadline
     * at the latest.
     *
     * @param since when the same was asked last; {@link Instant#MIN}: never
     * @param deadline from when on it is no longer worth it
     * @param interval from one round of the target to the next
     */
    public Ticket ask(
            LimitKey contact, Instant since, Instant deadline, Duration interval, Instant now) {
        Ticket ticket = new Ticket(contact, since, deadline, interval, number++);
        if (backoffs.forbids(contact, now)) {
            made.add(new Admission.Denied(ticket, Admission.DenialReason.BACKOFF));
        } else {
            waiting.add(ticket);
            lanes.of(contact).add(ticket, now, this::wake);
        }
        return ticket;
    }

    /** Decides about all who can be decided about now. */
    public List<Admission> decide(Instant now) {
        tidy(now);
        while (!wakes.isEmpty() && !wakes.peek().at().isAfter(now)) {
            wakes.remove().lane().awake(now, this::wake);
        }
        while (!waiting.isEmpty() && !waiting.first().deadline().isAfter(now)) {
            refuse(waiting.first(), Admission.DenialReason.BUDGET, now);
        }
        for (Optional<Ticket> next = lanes.first(); next.isPresent(); next = lanes.first()) {
            decide(next.get(), now);
        }
        List<Admission> decisions = List.copyOf(made);
        made.clear();
        return decisions;
    }

    private void decide(Ticket ticket, Instant now) {
        WaitQueue lane = lanes.of(ticket.contact());
        if (!lane.budget().open(now)) {
            // The same host, under the name of another provider, was quicker.
            lane.refresh(now, this::wake);
        } else if (backoffs.forbids(ticket.contact(), now)) {
            refuse(ticket, Admission.DenialReason.BACKOFF, now);
        } else {
            grant(ticket, lane, now);
        }
    }

    private void refuse(Ticket ticket, Admission.DenialReason reason, Instant now) {
        withdraw(ticket, now);
        made.add(new Admission.Denied(ticket, reason));
    }

    private void grant(Ticket ticket, WaitQueue lane, Instant now) {
        lane.enter(now);
        withdraw(ticket, now);
        inside.add(ticket.number());
        backoffs.began(ticket);
        made.add(new Admission.Granted(ticket));
    }

    /** Leaves the queue without a conversation. */
    public void withdraw(Ticket ticket, Instant now) {
        waiting.remove(ticket);
        lanes.of(ticket.contact()).remove(ticket, now, this::wake);
    }

    /**
     * A conversation that could begin is over.
     *
     * @return how long the receiver is left alone because of it
     */
    public Optional<Backoff> leave(Ticket ticket, ReceiverFeedback heard, Instant now) {
        if (!inside.remove(ticket.number())) {
            return Optional.empty();
        }
        lanes.leave(ticket.contact(), now, this::wake);
        return backoffs.ended(ticket, heard, now);
    }

    /** When time alone changes anything for those who wait; empty: never. */
    public Optional<Instant> nextChange() {
        Optional<Instant> wake = Optional.ofNullable(wakes.peek()).map(Wake::at);
        Optional<Instant> deadline =
                waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first().deadline());
        return wake.isPresent() && deadline.isPresent() && wake.get().isBefore(deadline.get())
                ? wake
                : deadline.or(() -> wake);
    }

    /** How many wait. */
    public int waiting() {
        return waiting.size();
    }

    /** How many conversations go on. */
    public int inside() {
        return inside.size();
    }

    /** How much of each budget is used. */
    public List<BudgetLevel> usage(Instant now) {
        return lanes.usage(now);
    }

    /** Who is left alone, or is to be tried again. */
    public List<Backoff> backoffs() {
        return backoffs.all();
    }

    /**
     * What the budgets have to remember of those hosts and providers that were asked since then.
     */
    public List<BudgetUse> spent(Instant since) {
        return lanes.spent(since);
    }

    /** Goes on where another run ended. */
    public void restore(List<BudgetUse> spent, List<Backoff> left, Instant now) {
        spent.forEach(s -> lanes.restore(s, now));
        left.forEach(backoff -> backoffs.restore(backoff, now));
    }

    private void wake(Instant at, WaitQueue lane) {
        wakes.add(new Wake(at, lane));
    }

    private void tidy(Instant now) {
        if (!now.isBefore(tidy)) {
            lanes.tidy(now);
            backoffs.forget(now);
            tidy = now.plus(TIDY);
        }
    }
}
