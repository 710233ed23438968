package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.WARNING;

import io.rcptwatch.limits.Admission;
import io.rcptwatch.limits.Backoff;
import io.rcptwatch.limits.BudgetLevel;
import io.rcptwatch.limits.BudgetUse;
import io.rcptwatch.limits.Gate;
import io.rcptwatch.limits.LimitKey;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.limits.ReceiverFeedback;
import io.rcptwatch.limits.Ticket;
import io.rcptwatch.target.Politeness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Holds conversations back until the {@link Gate} lets them begin. One limiter for whoever wants to
 * probe. Thread-safe.
 */
public final class Limiter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Limiter.class.getName());

    private final Gate gate;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private Instant alarm = Instant.MAX;
    private boolean watched;
    private boolean closed;

    private record Waiting(Ticket ticket, CompletableFuture<Admission> decision) {}

    /**
     * Allows what that politeness allows.
     *
     * @param clock one that nobody sets: budgets hold whatever becomes of the wall's
     */
    public Limiter(Politeness politeness, RandomGenerator random, InstantSource clock) {
        this.gate = new Gate(politeness, random);
        this.clock = clock;
    }

    /** What became of the wish to begin a conversation. */
    public sealed interface Queued {
        /** It may begin. */
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

    /** Waits for room. */
    public Queued enter(LimitKey contact, QueuePriority patience) throws InterruptedException {
        Waiting wish = queue(contact, patience);
        try {
            return switch (wish.decision().get()) {
                case Admission.Granted(Ticket ticket) -> new Queued.Admitted(new Place(ticket));
                case Admission.Denied(_, Admission.DenialReason reason) ->
                        new Queued.Refused(reason);
            };
        } catch (InterruptedException e) {
            giveUp(wish);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Waiting queue(LimitKey contact, QueuePriority patience) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Instant deadline = closed ? now : now.plus(patience.longest());
            Ticket ticket = gate.ask(contact, patience.since(), deadline, patience.interval(), now);
            Waiting wish = new Waiting(ticket, new CompletableFuture<>());
            waiting.put(ticket.number(), wish);
            settle(now);
            return wish;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(Waiting wish) {
        lock.lock();
        try {
            Instant now = clock.instant();
            waiting.remove(wish.ticket().number());
            gate.withdraw(wish.ticket(), now);
            // Where it had room already.
            gate.leave(wish.ticket(), new ReceiverFeedback.Nothing(), now);
            settle(now);
        } finally {
            lock.unlock();
        }
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
            locked(
                            now -> {
                                Optional<Backoff> backoff = gate.leave(ticket, heard, now);
                                settle(now);
                                return backoff;
                            })
                    .ifPresent(Limiter::say);
        }
    }

    private static void say(Backoff backoff) {
        LOG.log(
                WARNING,
                backoff.party()
                        + " does not want us as "
                        + backoff.identity()
                        + ": left alone until "
                        + backoff.until().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Tells everybody about whom the gate decides. The lock is held. */
    private void settle(Instant now) {
        for (Admission decision : gate.decide(now)) {
            Waiting wish = waiting.remove(decision.ticket().number());
            if (wish != null) {
                wish.decision().complete(decision);
            }
        }
        Instant next = gate.nextChange().orElse(Instant.MAX);
        if (next.isBefore(alarm)) {
            alarm = next;
            earlier.signal();
        }
        if (gate.waiting() > 0 && !watched) {
            watched = true;
            Thread.ofVirtual().name("limiter").start(this::watch);
        }
    }

    /** Lets those in whom time alone lets in; over when nobody waits. */
    private void watch() {
        lock.lock();
        try {
            while (gate.waiting() > 0) {
                alarm = gate.nextChange().orElse(Instant.MAX);
                long millis = Duration.between(clock.instant(), alarm).toMillis() + 1;
                boolean _ = earlier.await(Math.clamp(millis, 1, 1_000), TimeUnit.MILLISECONDS);
                settle(clock.instant());
            }
        } catch (InterruptedException e) {
            // Nobody has this thread to interrupt it.
            throw new IllegalStateException(e);
        } finally {
            watched = false;
            alarm = Instant.MAX;
            lock.unlock();
        }
    }

    /** From now on that much is allowed; what is used, and who is left alone, stays so. */
    public void allow(Politeness politeness) {
        locked(
                now -> {
                    gate.allow(politeness, now);
                    settle(now);
                    return now;
                });
    }

    /** Nobody gets room any more: the agent stops. */
    @Override
    public void close() {
        lock.lock();
        try {
            Instant now = clock.instant();
            closed = true;
            for (Waiting wish : List.copyOf(waiting.values())) {
                gate.withdraw(wish.ticket(), now);
                waiting.remove(wish.ticket().number());
                wish.decision()
                        .complete(
                                new Admission.Denied(wish.ticket(), Admission.DenialReason.BUDGET));
            }
        } finally {
            lock.unlock();
        }
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
