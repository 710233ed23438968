package io.rcptwatch.limits;

import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.verdict.Provider;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Who is left alone, by whom and how long: twice as long each time, until one conversation, the
 * only one that may be tried when the time is over, says that we are welcome.
 */
final class Backoffs {
    // Whatever a reply names: a hostile one must not silence us.
    private static final Duration LONGEST = Duration.ofDays(1);
    // Nobody asked for so long that the reason is gone.
    private static final Duration FORGOTTEN = Duration.ofDays(7);
    // A tenth more or less: not all who were refused together come back together.
    private static final double JITTER = 0.1;

    private final Supplier<Politeness.BackoffSettings> limits;
    private final RandomGenerator random;
    private final Map<BackoffKey, BackoffState> states = new HashMap<>();

    /**
     * @param host where nobody is known to run it: "other" is no provider
     */
    private record BackoffKey(String identity, Provider provider, Optional<InetAddress> host) {
        static BackoffKey of(String identity, Provider provider, InetAddress host) {
            boolean known = !provider.equals(Provider.OTHER);
            return new BackoffKey(identity, provider, known ? Optional.empty() : Optional.of(host));
        }

        static BackoffKey of(LimitKey contact) {
            return of(contact.identity(), contact.provider(), contact.host());
        }

        static BackoffKey of(Backoff backoff) {
            Provider provider = new Provider(backoff.provider());
            return provider.equals(Provider.OTHER)
                    ? of(backoff.identity(), provider, InetAddress.ofLiteral(backoff.party()))
                    : new BackoffKey(backoff.identity(), provider, Optional.empty());
        }
    }

    /**
     * @param trial the number of the ticket that tries whether it is over
     */
    private record BackoffState(Backoff backoff, OptionalLong trial) {}

    Backoffs(Supplier<Politeness.BackoffSettings> limits, RandomGenerator random) {
        this.limits = limits;
        this.random = random;
    }

    boolean forbids(LimitKey contact, Instant now) {
        BackoffState state = states.get(BackoffKey.of(contact));
        return state != null
                && (now.isBefore(state.backoff().until()) || state.trial().isPresent());
    }

    /** A conversation begins: where we were unwanted, it is the trial. */
    void began(Ticket ticket) {
        states.computeIfPresent(
                BackoffKey.of(ticket.contact()),
                (_, s) -> new BackoffState(s.backoff(), OptionalLong.of(ticket.number())));
    }

    /**
     * A conversation is over; what began before the backoff has no say in how it goes on.
     *
     * @return the backoff that it began or prolonged
     */
    Optional<Backoff> ended(Ticket ticket, ReceiverFeedback heard, Instant now) {
        BackoffState state = states.get(BackoffKey.of(ticket.contact()));
        if (state == null) {
            return heard instanceof ReceiverFeedback.Unwanted unwanted
                    ? put(ticket, atLeast(ticket.interval().multipliedBy(2)), unwanted, now, now)
                    : Optional.empty();
        }
        return state.trial().equals(OptionalLong.of(ticket.number()))
                ? tried(ticket, state.backoff(), heard, now)
                : Optional.empty();
    }

    private Optional<Backoff> tried(
            Ticket ticket, Backoff backoff, ReceiverFeedback heard, Instant now) {
        Duration step = backoff.step();
        return switch (heard) {
            case ReceiverFeedback.Welcome() -> {
                states.remove(BackoffKey.of(ticket.contact()));
                yield Optional.empty();
            }
            case ReceiverFeedback.Unwanted unwanted ->
                    put(ticket, step.multipliedBy(2), unwanted, backoff.since(), now);
            case ReceiverFeedback.Nothing() ->
                    put(ticket, step, Duration.ZERO, backoff.reason(), backoff.since(), now);
        };
    }

    private Optional<Backoff> put(
            Ticket ticket,
            Duration wanted,
            ReceiverFeedback.Unwanted heard,
            Instant since,
            Instant now) {
        return put(ticket, wanted, heard.named(), Optional.of(heard.why()), since, now);
    }

    private Optional<Backoff> put(
            Ticket ticket,
            Duration wanted,
            Duration named,
            Optional<Outcome> reason,
            Instant since,
            Instant now) {
        LimitKey contact = ticket.contact();
        Duration step = shorter(wanted, limits.get().most());
        Instant until = now.plus(longer(jittered(step), shorter(named, LONGEST)));
        Backoff backoff =
                new Backoff(
                        contact.identity(),
                        contact.party(),
                        contact.provider().label(),
                        since,
                        until,
                        step,
                        reason);
        states.put(BackoffKey.of(contact), new BackoffState(backoff, OptionalLong.empty()));
        return Optional.of(backoff);
    }

    private Duration jittered(Duration step) {
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return atLeast(
                shorter(Duration.ofMillis((long) (step.toMillis() * factor)), limits.get().most()));
    }

    private Duration atLeast(Duration wanted) {
        return longer(wanted, limits.get().least());
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    List<Backoff> all() {
        return states.values().stream().map(BackoffState::backoff).toList();
    }

    /** Goes on where another run ended; a time that the clock of that run got wrong is cut. */
    void restore(Backoff backoff, Instant now) {
        Instant latest = now.plus(longer(LONGEST, limits.get().most()));
        Backoff bounded = backoff.until().isAfter(latest) ? backoff.until(latest) : backoff;
        states.put(BackoffKey.of(backoff), new BackoffState(bounded, OptionalLong.empty()));
    }

    void forget(Instant now) {
        states.values()
                .removeIf(
                        s ->
                                s.trial().isEmpty()
                                        && s.backoff().until().plus(FORGOTTEN).isBefore(now));
    }
}
