package io.rcptwatch.agent;

import io.rcptwatch.pace.Backoff;
import io.rcptwatch.pace.Greylisted;
import io.rcptwatch.pace.Slowdowns;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who waits for what at one moment. */
public final class Waits {
    /** Nobody waits. */
    public static final Waits NONE =
            new Waits(List.of(), List.of(), Map.of(), Set.of(), () -> Instant.EPOCH);

    private final Map<Unwanted, Backoff> backoffs = new HashMap<>();
    private final Map<String, List<Greylisted>> greylisted;
    private final Map<DomainName, Slowdowns.Slowed> slowed;
    private final Set<DomainName> queued;

    private record Unwanted(String identity, String party) {}

    Waits(
            Collection<Backoff> backoffs,
            Collection<Greylisted> greylisted,
            Map<DomainName, Slowdowns.Slowed> slowed,
            Set<DomainName> queued,
            InstantSource clock) {
        Instant now = clock.instant();
        // What is over, and not tried again yet, holds nobody back.
        backoffs.stream()
                .filter(backoff -> backoff.until().isAfter(now))
                .forEach(b -> this.backoffs.put(new Unwanted(b.identity(), b.party()), b));
        this.greylisted =
                greylisted.stream()
                        .filter(entry -> entry.next().isAfter(now))
                        .collect(Collectors.groupingBy(entry -> entry.triplet().recipient()));
        this.slowed = slowed;
        this.queued = queued;
    }

    /** Why conversations about a target are not held yet. */
    public List<Wait> of(Standing standing) {
        Target target = standing.target();
        return Stream.concat(
                        target.identities().stream().flatMap(i -> of(standing, i)), common(target))
                .toList();
    }

    private Stream<Wait> of(Standing standing, Identity identity) {
        return Stream.concat(
                parties(standing, identity).stream()
                        .map(party -> new Unwanted(identity.name(), party))
                        .flatMap(key -> Optional.ofNullable(backoffs.get(key)).stream())
                        .map(Waits::backoff),
                greylisted
                        .getOrDefault(standing.target().recipient().toString(), List.of())
                        .stream()
                        .filter(entry -> isAbout(entry, standing, identity))
                        .map(Waits::greylisted));
    }

    /** Whose refusals count for the target, as far as is known whom it leads to. */
    private static Set<String> parties(Standing standing, Identity identity) {
        Set<String> parties = new LinkedHashSet<>();
        if (!standing.provider().equals(Provider.OTHER)) {
            parties.add(standing.provider().label());
        }
        for (Observation o : standing.observations()) {
            if (o.identity().equals(identity.name())) {
                parties.add(
                        o.provider().equals(Provider.OTHER)
                                ? o.address().map(InetAddress::getHostAddress).orElse("")
                                : o.provider().label());
            }
        }
        return parties;
    }

    private static Wait backoff(Backoff backoff) {
        return new Wait(
                SkipReason.BACKOFF,
                Optional.of(backoff.identity()),
                Optional.of(backoff.until()),
                backoff.party()
                        + " does not want us"
                        + backoff.reason().map(Outcome::label).map(r -> " (" + r + ")").orElse(""));
    }

    private static boolean isAbout(Greylisted entry, Standing standing, Identity identity) {
        return entry.triplet().identity().equals(identity.name())
                && entry.triplet().sender().equals(identity.mailFrom().toString())
                && standing.hosts().contains(host(entry));
    }

    /** Without the family. */
    private static String host(Greylisted entry) {
        String host = entry.triplet().host();
        return host.substring(0, Math.max(0, host.lastIndexOf(' ')));
    }

    private static Wait greylisted(Greylisted entry) {
        return new Wait(
                SkipReason.GREYLISTED,
                Optional.of(entry.triplet().identity()),
                Optional.of(entry.next()),
                host(entry) + " greylists us");
    }

    private Stream<Wait> common(Target target) {
        Optional<Wait> budget =
                queued.contains(target.domain())
                        ? Optional.of(all(SkipReason.BUDGET, "no room within the budgets"))
                        : Optional.empty();
        Optional<Wait> slow =
                Optional.ofNullable(slowed.get(target.domain()))
                        .map(s -> "unknown recipient, asked once in " + s.factor() + " intervals")
                        .map(detail -> all(SkipReason.RECIPIENT_UNKNOWN, detail));
        return Stream.concat(budget.stream(), slow.stream());
    }

    private static Wait all(SkipReason reason, String detail) {
        return new Wait(reason, Optional.empty(), Optional.empty(), detail);
    }
}
