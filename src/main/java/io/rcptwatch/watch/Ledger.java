package io.rcptwatch.watch;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Keeps how every target stands, for whoever wants to show it. */
public final class Ledger implements AgentListener {
    private volatile List<DomainName> order;
    private final Map<DomainName, TargetState> standings = new ConcurrentHashMap<>();
    private final InstantSource clock;

    /** A board for these targets, in this order, of which nothing is known yet. */
    public Ledger(Collection<Target> targets, InstantSource clock) {
        this.order = targets.stream().map(Target::domain).toList();
        this.clock = clock;
        for (Target target : targets) {
            standings.put(target.domain(), TargetState.unknown(target));
        }
    }

    /** Those that were there before stand as they stood, as far as they are still asked about. */
    @Override
    public void watching(List<Target> targets) {
        for (Target target : targets) {
            standings.compute(
                    target.domain(),
                    (_, before) ->
                            before == null ? TargetState.unknown(target) : before.as(target));
        }
        order = targets.stream().map(Target::domain).toList();
        standings.keySet().retainAll(Set.copyOf(order));
    }

    /** How every target stands, in the configuration's order. */
    public List<TargetState> standings() {
        return order.stream().map(standings::get).filter(Objects::nonNull).toList();
    }

    /** How one target stands; empty where it is not watched. */
    public Optional<TargetState> standing(DomainName domain) {
        return Optional.ofNullable(standings.get(domain));
    }

    /** How the target of that name stands, written as configured or in A-labels. */
    public Optional<TargetState> named(String domain) {
        return standings().stream()
                .filter(
                        s ->
                                s.target().domain().configured().equalsIgnoreCase(domain)
                                        || s.target().domain().ascii().equalsIgnoreCase(domain))
                .findFirst();
    }

    /** Goes on where another run ended; a target that is not watched is left out. */
    public void restore(TargetState standing) {
        standings.computeIfPresent(standing.target().domain(), (_, _) -> standing);
    }

    @Override
    public void routed(Target target, Provider provider) {
        update(
                target,
                s -> new TargetState(s.target(), provider, s.latest(), s.known(), s.marks()));
    }

    @Override
    public void attempting(Target target, Provider provider, String identity) {
        Instant now = clock.instant();
        update(
                target,
                s ->
                        marked(
                                s,
                                identity,
                                m ->
                                        new TargetState.Marks(
                                                Optional.of(now),
                                                m.conclusive(),
                                                m.success(),
                                                m.since())));
    }

    @Override
    public void observed(Observation observation) {
        Optional<Instant> at = Optional.of(observation.finishedAt());
        update(
                observation.target(),
                s ->
                        marked(
                                s,
                                observation.identity(),
                                m ->
                                        new TargetState.Marks(
                                                m.attempt(),
                                                observation.verdict().conclusive()
                                                        ? at
                                                        : m.conclusive(),
                                                observation.success() ? at : m.success(),
                                                m.since())));
    }

    @Override
    public void finished(Round round) {
        update(round.target(), s -> s.after(round));
    }

    private static TargetState marked(
            TargetState standing, String identity, UnaryOperator<TargetState.Marks> change) {
        Map<String, TargetState.Marks> marks = new HashMap<>(standing.marks());
        marks.computeIfPresent(identity, (_, before) -> change.apply(before));
        return new TargetState(
                standing.target(), standing.provider(), standing.latest(), standing.known(), marks);
    }

    private void update(Target target, UnaryOperator<TargetState> change) {
        standings.computeIfPresent(target.domain(), (_, standing) -> change.apply(standing));
    }
}
