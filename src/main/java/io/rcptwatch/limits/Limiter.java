package io.rcptwatch.limits;

import static java.lang.System.Logger.Level.WARNING;

import io.rcptwatch.target.Politeness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Holds conversations back until the {@link Gate} lets them begin. One limiter for everything that
 * probes, for the life of the process. Thread-safe.
 */
public final class Limiter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Limiter.class.getName());

    // While a thread waits, it looks again at least this often.
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Gate gate;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private boolean closed;

    private record Waiting(Ticket ticket, Consumer<Queued> then) {}

    /**
     * Allows what that politeness allows.
     *
     * @param clock a steady one: budgets hold when the wall clock is set
     */
    public Limiter(Politeness politeness, RandomGenerator random, InstantSource clock) {
        this.gate = new Gate(politeness, random);
        this.clock = clock;
    }

    /** What became of the wish to begin a conversation. */
    public sealed interface Queued {
        /** It may begin; the room must be closed when it is over. */
        record Admitted(Room room) implements Queued {}

        /** It may not. */
        record Refused(Admission.DenialReason reason) implements Queued {}
    }

    /** Room for one conversation, until it is closed. */
    public interface Room extends AutoCloseable {
        /** What the conversation says about whether we are wanted; nothing until told. */
        void heard(ReceiverFeedback news);

        @Override
        void close();
    }

    /**
     * Queues for room.
     *
     * @param then hears once what became of it, perhaps before this returns, on the thread that
     *     made it possible; must be quick and must not throw
     */
    public void ask(LimitKey contact, QueuePriority priority, Consumer<Queued> then) {
        queue(contact, priority, then);
    }

    private Ticket queue(LimitKey contact, QueuePriority priority, Consumer<Queued> then) {
        Ticket ticket =
                locked(
                        now -> {
                            Instant deadline = closed ? now : now.plus(priority.longest());
                            Ticket place =
                                    gate.ask(
                                            contact,
                                            priority.since(),
                                            deadline,
                                            priority.interval(),
                                            now);
                            waiting.put(place.number(), new Waiting(place, then));
                            return place;
                        });
        step();
        return ticket;
    }

    /** Waits for room. */
    public Queued enter(LimitKey contact, QueuePriority priority) throws InterruptedException {
        CompletableFuture<Queued> decision = new CompletableFuture<>();
        Ticket ticket = queue(contact, priority, decision::complete);
        try {
            while (!decision.isDone()) {
                await(decision, step());
            }
            return decision.join();
        } catch (InterruptedException e) {
            giveUp(ticket);
            throw e;
        }
    }

    private static void await(CompletableFuture<Queued> decision, Duration longest)
            throws InterruptedException {
        long millis = Math.clamp(longest.toMillis() + 1, 1, LOOK.toMillis());
        try {
            decision.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // Time alone may admit it now: step() tells.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void giveUp(Ticket ticket) {
        locked(
                now -> {
                    waiting.remove(ticket.number());
                    gate.withdraw(ticket, now);
                    // If it had room already.
                    return gate.leave(ticket, new ReceiverFeedback.Nothing(), now);
                });
        step();
    }

    /**
     * Tells all those about whom the gate can decide by now.
     *
     * @return how long nothing changes by time alone, at most a day
     */
    public Duration step() {
        List<Runnable> news = new ArrayList<>();
        Duration left =
                locked(
                        now -> {
                            gate.decide(now).forEach(decision -> news.add(told(decision)));
                            return gate.nextChange()
                                    .map(next -> Duration.between(now, next))
                                    .orElse(DAY);
                        });
        // Without the lock: they may ask again.
        news.forEach(Runnable::run);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Runnable told(Admission decision) {
        Optional<Waiting> wish = Optional.ofNullable(waiting.remove(decision.ticket().number()));
        Queued queued =
                switch (decision) {
                    case Admission.Granted(Ticket ticket) -> new Queued.Admitted(new Place(ticket));
                    case Admission.Denied(_, Admission.DenialReason reason) ->
                            new Queued.Refused(reason);
                };
        return () -> wish.ifPresent(waiter -> waiter.then().accept(queued));
    }

    private final class Place implements Room {
        private final Ticket ticket;
        private ReceiverFeedback heard = new ReceiverFeedback.Nothing();

        Place(Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public void heard(ReceiverFeedback news) {
            heard = news;
        }

        @Override
        public void close() {
            locked(now -> gate.leave(ticket, heard, now)).ifPresent(Limiter::say);
            step();
        }
    }

    private static void say(Backoff backoff) {
        LOG.log(
                WARNING,
                backoff.party()
                        + " is blocking identity "
                        + backoff.identity()
                        + ": backing off until "
                        + backoff.until().truncatedTo(ChronoUnit.SECONDS));
    }

    /** From now on that much is allowed; what is used stays used, and back-offs stay. */
    public void allow(Politeness politeness) {
        locked(
                now -> {
                    gate.allow(politeness, now);
                    return now;
                });
        step();
    }

    /** Refuses room to all from now on: the agent stops. */
    @Override
    public void close() {
        List<Waiting> refused =
                locked(
                        now -> {
                            closed = true;
                            List<Waiting> all = List.copyOf(waiting.values());
                            all.forEach(wish -> gate.withdraw(wish.ticket(), now));
                            waiting.clear();
                            return all;
                        });
        Queued refusal = new Queued.Refused(Admission.DenialReason.BUDGET);
        refused.forEach(wish -> wish.then().accept(refusal));
    }

    /** Conversations that are held right now. */
    public int inFlight() {
        return locked(_ -> gate.inside());
    }

    /** Conversations that wait for room right now. */
    public int waiting() {
        return locked(_ -> gate.waiting());
    }

    /** How much of each budget is used. */
    public List<BudgetLevel> usage() {
        return locked(gate::usage);
    }

    /** Who does not want us, and is left alone or to be tried again. */
    public List<Backoff> backoffs() {
        return locked(_ -> gate.backoffs());
    }

    /** What the budgets have to remember of those who were asked since then. */
    public List<BudgetUse> spent(Instant since) {
        return locked(_ -> gate.spent(since));
    }

    /** Goes on where another run ended. */
    public void restore(List<BudgetUse> spent, List<Backoff> backoffs) {
        locked(
                now -> {
                    gate.restore(spent, backoffs, now);
                    return now;
                });
    }

    private interface Look<T> {
        T at(Instant now);
    }

    private <T> T locked(Look<T> look) {
        lock.lock();
        try {
            return look.at(clock.instant());
        } finally {
            lock.unlock();
        }
    }
}
