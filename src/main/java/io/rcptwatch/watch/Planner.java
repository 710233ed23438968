package io.rcptwatch.watch;

import io.rcptwatch.dns.AddressLookup;
import io.rcptwatch.dns.MailHost;
import io.rcptwatch.dns.MailRouter;
import io.rcptwatch.dns.Route;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.probe.ProbeEnd.NoRoute.Cause;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Providers;
import io.rcptwatch.verdict.ReplyClassifier;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks the DNS where a target's mail goes, and makes that a plan. */
public final class Planner {
    private final MailRouter router;
    private final TlsPolicies policies;
    private final ReplyClassifier judge;
    private final Providers providers;
    private final InstantSource clock;

    /** Plans with these; the judge has the say where nobody can be asked. */
    Planner(MailRouter router, TlsPolicies policies, ReplyClassifier judge, InstantSource clock) {
        this.router = router;
        this.policies = policies;
        this.judge = judge;
        this.providers = judge.providers();
        this.clock = clock;
    }

    /** The provider that takes a target's mail, as far as that is known without the DNS. */
    public Provider expectedProvider(Target target) {
        return target.hosts().stream()
                .findFirst()
                .map(host -> providers.forMx(host.host()))
                .or(() -> providers.forDomain(target.domain().ascii()))
                .orElse(Provider.OTHER);
    }

    /** Asks the DNS where to go. */
    public Plan plan(Target target) {
        Instant startedAt = clock.instant();
        Route route = route(target);
        Duration took = Duration.between(startedAt, clock.instant());
        return plan(target, route, new DnsTiming(startedAt, took));
    }

    private Route route(Target target) {
        return target.hosts().isEmpty()
                ? router.route(
                        target.domain().ascii(), target.port(), families(target), target.maxHosts())
                : configuredRoute(target);
    }

    private Route configuredRoute(Target target) {
        List<MailHost> hosts = new ArrayList<>();
        for (HostPort host : target.hosts()) {
            // The operator's order is the order of preference.
            hosts.add(router.host(host, hosts.size(), families(target)));
        }
        return new Route.Hosts(
                hosts, hosts.stream().map(MailHost::label).collect(Collectors.toSet()));
    }

    private Plan plan(Target target, Route route, DnsTiming lookup) {
        return switch (route) {
            case Route.Hosts(List<MailHost> hosts, Set<String> names) ->
                    plan(target, hosts, names, lookup);
            case Route.Implicit(MailHost host) ->
                    plan(target, List.of(host), Set.of(host.label()), lookup);
            case Route.NullMx() -> nowhere(target, Cause.NULL_MX, "null MX", lookup);
            case Route.NoSuchDomain() ->
                    nowhere(target, Cause.NO_SUCH_DOMAIN, "no such domain", lookup);
            case Route.NoAddress() ->
                    nowhere(target, Cause.NO_ADDRESS, "neither MX records nor addresses", lookup);
            case Route.LookupFailed(String detail) ->
                    nowhere(target, Cause.LOOKUP_FAILED, detail, lookup);
        };
    }

    private static Set<Family> families(Target target) {
        return EnumSet.copyOf(target.families());
    }

    private Plan plan(Target target, List<MailHost> hosts, Set<String> names, DnsTiming lookup) {
        Optional<DomainPolicies> domain = policies.of(target);
        Function<MailHost, HostPolicy> demanded =
                policies.forHosts(target, domain.map(DomainPolicies::mtaSts));
        List<HostProbe> calls = new ArrayList<>();
        List<Observation> settled = new ArrayList<>();
        for (MailHost host : hosts) {
            switch (host.addresses()) {
                case AddressLookup.FoundAddresses(List<InetAddress> addresses) -> {
                    plan(target, host, demanded.apply(host), addresses, calls, settled);
                    settled.addAll(outOfReach(target, host, addresses));
                }
                case AddressLookup.NoAddresses() ->
                        settled.addAll(unasked(target, host, Cause.NO_ADDRESS, "no address"));
                case AddressLookup.OnlyPrivate(List<InetAddress> addresses) -> {
                    String address = addresses.getFirst().getHostAddress();
                    settled.addAll(unasked(target, host, Cause.PRIVATE_ADDRESS, address));
                }
                case AddressLookup.AddressUnknown(String detail) ->
                        settled.addAll(unasked(target, host, Cause.LOOKUP_FAILED, detail));
            }
        }
        Provider best = providers.forMx(hosts.getFirst().name());
        return new Plan(target, best, names, calls, settled, domain, lookup);
    }

    private void plan(
            Target target,
            MailHost host,
            HostPolicy policy,
            List<InetAddress> addresses,
            List<HostProbe> calls,
            List<Observation> settled) {
        policy.keptAway()
                .ifPresentOrElse(
                        why ->
                                settled.addAll(
                                        unasked(
                                                target,
                                                target.identities(),
                                                host,
                                                policy,
                                                Cause.LOOKUP_FAILED,
                                                why)),
                        () -> calls.addAll(calls(target, host, policy, addresses)));
    }

    private List<HostProbe> calls(
            Target target, MailHost host, HostPolicy policy, List<InetAddress> addresses) {
        Provider provider = providers.forMx(host.name());
        List<HostProbe> calls = new ArrayList<>();
        for (Family family : target.families()) {
            List<InetAddress> ofFamily =
                    addresses.stream().filter(address -> Family.of(address) == family).toList();
            if (!ofFamily.isEmpty()) {
                target.identities().stream()
                        .filter(id -> id.connectsOver(family))
                        .map(
                                id ->
                                        new HostProbe(
                                                target, id, host, provider, policy, family,
                                                ofFamily))
                        .forEach(calls::add);
            }
        }
        return calls;
    }

    /** For identities that connect from an address of a family of which the host has none. */
    private List<Observation> outOfReach(
            Target target, MailHost host, List<InetAddress> addresses) {
        List<Identity> cut =
                target.identities().stream()
                        .filter(
                                id ->
                                        addresses.stream()
                                                .map(Family::of)
                                                .noneMatch(id::connectsOver))
                        .toList();
        return unasked(
                target,
                cut,
                host,
                HostPolicy.configured(target.tls()),
                Cause.NO_ADDRESS,
                "no such address");
    }

    private List<Observation> unasked(Target target, MailHost host, Cause cause, String detail) {
        HostPolicy policy = HostPolicy.configured(target.tls());
        return unasked(target, target.identities(), host, policy, cause, detail);
    }

    /** For each of these identities, and each family over which it connects. */
    private List<Observation> unasked(
            Target target,
            List<Identity> identities,
            MailHost host,
            HostPolicy policy,
            Cause cause,
            String detail) {
        ProbeEnd.NoRoute ending = new ProbeEnd.NoRoute(cause, host.name() + ": " + detail);
        List<Observation> settled = new ArrayList<>();
        for (Identity identity : identities) {
            for (Family family : target.families()) {
                if (identity.connectsOver(family)) {
                    settled.add(
                            unasked(
                                    target,
                                    identity,
                                    Optional.of(host),
                                    Optional.of(family),
                                    policy,
                                    ending));
                }
            }
        }
        return settled;
    }

    private Plan nowhere(Target target, Cause cause, String detail, DnsTiming lookup) {
        List<Observation> settled =
                target.identities().stream()
                        .map(
                                identity ->
                                        unasked(
                                                target,
                                                identity,
                                                Optional.empty(),
                                                Optional.empty(),
                                                HostPolicy.configured(target.tls()),
                                                new ProbeEnd.NoRoute(cause, detail)))
                        .toList();
        Provider provider = expectedProvider(target);
        return new Plan(target, provider, Set.of(), List.of(), settled, Optional.empty(), lookup);
    }

    private Observation unasked(
            Target target,
            Identity identity,
            Optional<MailHost> host,
            Optional<Family> family,
            HostPolicy policy,
            ProbeEnd.NoRoute ending) {
        Provider provider =
                host.map(h -> providers.forMx(h.name())).orElseGet(() -> expectedProvider(target));
        Conversation conversation = Conversation.notHeld(ending);
        return new Observation(
                target.domain(),
                identity.name(),
                provider,
                host.map(MailHost::label),
                host.map(MailHost::preference).orElse(0),
                family,
                Optional.empty(),
                conversation,
                judge.judge(conversation, provider),
                policy.judge(conversation),
                clock.instant());
    }
}
