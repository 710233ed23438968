package io.rcptwatch.limits;

import io.rcptwatch.Samples;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Politeness.Allowance;
import io.rcptwatch.verdict.Provider;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Those who queue at a gate, and what becomes of them. */
final class Crowd {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Allowance PLENTY = new Allowance(1_000, 1_000_000, 1_000_000);
    static final Provider GOOGLE = new Provider("google");
    static final Duration INTERVAL = Duration.ofMinutes(10);

    final Gate gate;
    Instant now = START;
    Duration patience = Duration.ofDays(30);

    Crowd(Allowance host, Allowance provider, Allowance overall) {
        this(Samples.politeness(host, provider, overall));
    }

    Crowd(Politeness politeness) {
        gate = new Gate(politeness, new Random(1));
    }

    static Crowd free() {
        return new Crowd(PLENTY, PLENTY, PLENTY);
    }

    Ticket ask(LimitKey contact) {
        return ask(contact, Instant.MIN);
    }

    Ticket ask(LimitKey contact, Instant since) {
        return gate.ask(contact, since, now.plus(patience), INTERVAL, now);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Who may begin now. */
    List<Ticket> admitted() {
        return gate.decide(now).stream()
                .filter(Admission.Granted.class::isInstance)
                .map(Admission::ticket)
                .toList();
    }

    List<Admission> decisions() {
        return gate.decide(now);
    }

    void leave(Ticket ticket, ReceiverFeedback heard) {
        gate.leave(ticket, heard, now);
    }

    /** One conversation from its beginning to its end; whether it could begin. */
    boolean hold(LimitKey contact, ReceiverFeedback heard) {
        Ticket ticket = ask(contact);
        boolean admitted = admitted().contains(ticket);
        if (admitted) {
            leave(ticket, heard);
        } else {
            gate.withdraw(ticket, now);
        }
        return admitted;
    }

    /** When so many conversations begin that are all asked for now, each over at once. */
    List<Instant> begun(List<LimitKey> contacts) {
        contacts.forEach(this::ask);
        List<Instant> begun = new ArrayList<>();
        while (begun.size() < contacts.size()) {
            List<Ticket> admitted = admitted();
            for (Ticket ticket : admitted) {
                begun.add(now);
                leave(ticket, new ReceiverFeedback.Welcome());
            }
            now = admitted.isEmpty() ? gate.nextChange().orElseThrow() : now;
        }
        return begun;
    }

    static LimitKey at(int host, Provider provider) {
        return as("default", host, provider);
    }

    static LimitKey as(String identity, int host, Provider provider) {
        try {
            byte[] address = {10, 0, (byte) (host >> 8), (byte) host};
            return new LimitKey(identity, InetAddress.getByAddress(address), provider);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
