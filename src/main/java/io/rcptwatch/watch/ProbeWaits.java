package io.rcptwatch.watch;

import io.rcptwatch.limits.Backoff;
import io.rcptwatch.limits.GreylistWait;
import io.rcptwatch.limits.UnknownRecipientBackoff;
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
public final class ProbeWaits {
    /** Nobody waits. */
    public static final ProbeWaits NONE =
            new ProbeWaits(List.of(), List.of(), Map.of(), Set.of(), () -> Instant.EPOCH);

    private final Map<BackingOff, Backoff> backoffs = new HashMap<>();
    private final Map<String, List<GreylistWait>> greylisted;
    private final Map<DomainName, UnknownRecipientBackoff.Slowed> slowed;
    private final Set<DomainName> queued;

    private record BackingOff(String identity, String party) {}

    ProbeWaits(
            Collection<Backoff> backoffs,
            Collection<GreylistWait> greylisted,
            Map<DomainName, UnknownRecipientBackoff.Slowed> slowed,
            Set<DomainName> queued,
            InstantSource clock) {
        Instant now = clock.instant();
        // What is over, and not tried again yet, holds nobody back.
        backoffs.stream()
                .filter(backoff -> backoff.until().isAfter(now))
                .forEach(b -> this.backoffs.put(new BackingOff(b.identity(), b.party()), b));
        this.greylisted =
                greylisted.stream()
                        .filter(entry -> entry.next().isAfter(now))
                        .collect(Collectors.groupingBy(entry -> entry.triplet().recipient()));
        this.slowed = slowed;
        this.queued = queued;
    }

    /** Why conversations about a target are not held yet. */
    public List<ProbeWait> of(TargetState standing) {
        Target target = standing.target();
        return Stream.concat(
                        target.identities().stream().flatMap(i -> of(standing, i)), common(target))
                .toList();
    }

    private Stream<ProbeWait> of(TargetState standing, Identity identity) {
        return Stream.concat(
                parties(standing, identity).stream()
                        .map(party -> new BackingOff(identity.name(), party))
                        .flatMap(key -> Optional.ofNullable(backoffs.get(key)).stream())
                        .map(ProbeWaits::backoff),
                greylisted
                        .getOrDefault(standing.target().recipient().toString(), List.of())
                        .stream()
                        .filter(entry -> isAbout(entry, standing, identity))
                        .map(ProbeWaits::greylisted));
    }

    /** Whose refusals count for the target, as far as is known whom it leads to. */
    private static Set<String> parties(TargetState standing, Identity identity) {
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

    private static ProbeWait backoff(Backoff backoff) {
        return new ProbeWait(
                SkipReason.BACKOFF,
                Optional.of(backoff.identity()),
                Optional.of(backoff.until()),
                backoff.party()
                        + " does not want us"
                        + backoff.reason().map(Outcome::label).map(r -> " (" + r + ")").orElse(""));
    }

    private static boolean isAbout(GreylistWait entry, TargetState standing, Identity identity) {
        return entry.triplet().identity().equals(identity.name())
                && entry.triplet().sender().equals(identity.mailFrom().toString())
                && standing.hosts().contains(host(entry));
    }

    /** Without the family. */
    private static String host(GreylistWait entry) {
        String host = entry.triplet().host();
        return host.substring(0, Math.max(0, host.lastIndexOf(' ')));
    }

    private static ProbeWait greylisted(GreylistWait entry) {
        return new ProbeWait(
                SkipReason.GREYLISTED,
                Optional.of(entry.triplet().identity()),
                Optional.of(entry.next()),
                host(entry) + " greylists us");
    }

    private Stream<ProbeWait> common(Target target) {
        Optional<ProbeWait> budget =
                queued.contains(target.domain())
                        ? Optional.of(all(SkipReason.BUDGET, "no room within the budgets"))
                        : Optional.empty();
        Optional<ProbeWait> slow =
                Optional.ofNullable(slowed.get(target.domain()))
                        .map(s -> "unknown recipient, asked once in " + s.factor() + " intervals")
                        .map(detail -> all(SkipReason.RECIPIENT_UNKNOWN, detail));
        return Stream.concat(budget.stream(), slow.stream());
    }

    private static ProbeWait all(SkipReason reason, String detail) {
        return new ProbeWait(reason, Optional.empty(), Optional.empty(), detail);
    }
}
