package io.rcptwatch.agent;

import io.rcptwatch.dns.Addresses;
import io.rcptwatch.dns.MailHost;
import io.rcptwatch.dns.MailRouter;
import io.rcptwatch.dns.Route;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.Ending;
import io.rcptwatch.probe.Ending.NoRoute.Cause;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.probe.Prober;
import io.rcptwatch.probe.Question;
import io.rcptwatch.probe.Step;
import io.rcptwatch.smtp.Fault;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.HostResult;
import io.rcptwatch.verdict.Judge;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Providers;
import io.rcptwatch.verdict.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out about one target, once: the DNS first, then each host, family and identity apart. */
public final class Inquirer {
    // RFC 5321 §5.1: a sender should try at least two addresses; more would be a burden.
    private static final int MOST_ADDRESSES = 2;

    private final MailRouter router;
    private final Prober prober;
    private final Judge judge;
    private final Providers providers;
    private final Limiter limiter;
    private final InstantSource clock;

    /** Asks with these. */
    public Inquirer(
            MailRouter router, Prober prober, Judge judge, Limiter limiter, InstantSource clock) {
        this.router = router;
        this.prober = prober;
        this.judge = judge;
        this.providers = judge.providers();
        this.limiter = limiter;
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
        return target.hosts().isEmpty()
                ? plan(target, startedAt)
                : plan(target, configuredHosts(target), startedAt);
    }

    private List<MailHost> configuredHosts(Target target) {
        List<MailHost> hosts = new ArrayList<>();
        for (HostPort host : target.hosts()) {
            // The operator's order is the order of preference.
            hosts.add(router.host(host, hosts.size(), families(target)));
        }
        return hosts;
    }

    private Plan plan(Target target, Instant startedAt) {
        String domain = target.domain().ascii();
        return switch (router.route(domain, target.port(), families(target), target.maxHosts())) {
            case Route.Hosts(List<MailHost> hosts, Set<String> names) ->
                    plan(target, hosts, names, startedAt);
            case Route.Implicit(MailHost host) -> plan(target, List.of(host), startedAt);
            case Route.NullMx() -> nowhere(target, Cause.NULL_MX, "null MX", startedAt);
            case Route.NoSuchDomain() ->
                    nowhere(target, Cause.NO_SUCH_DOMAIN, "no such domain", startedAt);
            case Route.NoAddress() ->
                    nowhere(
                            target,
                            Cause.NO_ADDRESS,
                            "neither MX records nor addresses",
                            startedAt);
            case Route.LookupFailed(String detail) ->
                    nowhere(target, Cause.LOOKUP_FAILED, detail, startedAt);
        };
    }

    private static Set<Family> families(Target target) {
        return EnumSet.copyOf(target.families());
    }

    private Plan plan(Target target, List<MailHost> hosts, Instant startedAt) {
        Set<String> names = hosts.stream().map(MailHost::label).collect(Collectors.toSet());
        return plan(target, hosts, names, startedAt);
    }

    private Plan plan(Target target, List<MailHost> hosts, Set<String> names, Instant startedAt) {
        List<Call> calls = new ArrayList<>();
        List<Observation> settled = new ArrayList<>();
        for (MailHost host : hosts) {
            Provider provider = providers.forMx(host.name());
            switch (host.addresses()) {
                case Addresses.Found(List<InetAddress> addresses) ->
                        calls.addAll(calls(target, host, provider, addresses));
                case Addresses.None() ->
                        settled.addAll(unasked(target, host, Cause.NO_ADDRESS, "no address"));
                case Addresses.OnlyPrivate(List<InetAddress> addresses) ->
                        settled.addAll(
                                unasked(
                                        target,
                                        host,
                                        Cause.PRIVATE_ADDRESS,
                                        addresses.getFirst().getHostAddress()));
                case Addresses.LookupFailed(String detail) ->
                        settled.addAll(unasked(target, host, Cause.LOOKUP_FAILED, detail));
            }
        }
        Provider best = providers.forMx(hosts.getFirst().name());
        return new Plan(target, best, names, calls, settled, startedAt);
    }

    private static List<Call> calls(
            Target target, MailHost host, Provider provider, List<InetAddress> addresses) {
        List<Call> calls = new ArrayList<>();
        for (Family family : target.families()) {
            List<InetAddress> ofFamily =
                    addresses.stream().filter(address -> Family.of(address) == family).toList();
            if (!ofFamily.isEmpty()) {
                target.identities().stream()
                        .map(id -> new Call(target, id, host, provider, family, ofFamily))
                        .forEach(calls::add);
            }
        }
        return calls;
    }

    private List<Observation> unasked(Target target, MailHost host, Cause cause, String detail) {
        List<Observation> observations = new ArrayList<>();
        for (Family family : target.families()) {
            for (Identity identity : target.identities()) {
                observations.add(
                        unasked(
                                target,
                                identity,
                                Optional.of(host),
                                Optional.of(family),
                                new Ending.NoRoute(cause, host.name() + ": " + detail)));
            }
        }
        return observations;
    }

    private Plan nowhere(Target target, Cause cause, String detail, Instant startedAt) {
        List<Observation> settled =
                target.identities().stream()
                        .map(
                                identity ->
                                        unasked(
                                                target,
                                                identity,
                                                Optional.empty(),
                                                Optional.empty(),
                                                new Ending.NoRoute(cause, detail)))
                        .toList();
        Provider provider = expectedProvider(target);
        return new Plan(target, provider, Set.of(), List.of(), settled, startedAt);
    }

    private Observation unasked(
            Target target,
            Identity identity,
            Optional<MailHost> host,
            Optional<Family> family,
            Ending.NoRoute ending) {
        Provider provider =
                host.map(h -> providers.forMx(h.name())).orElseGet(() -> expectedProvider(target));
        Conversation conversation = Conversation.notHeld(ending);
        return new Observation(
                target,
                identity.name(),
                provider,
                host.map(MailHost::label),
                host.map(MailHost::preference).orElse(0),
                family,
                Optional.empty(),
                conversation,
                judge.judge(conversation, provider),
                clock.instant());
    }

    /**
     * Holds one conversation, as soon as there is room for it.
     *
     * @throws InterruptedException where the agent stops before there is room
     */
    public Observation hold(Call call, Listener listener) throws InterruptedException {
        List<Step> steps = List.of();
        List<InetAddress> addresses =
                call.addresses().subList(0, Math.min(MOST_ADDRESSES, call.addresses().size()));
        for (InetAddress address : addresses) {
            Conversation conversation = hold(call, address, listener).after(steps);
            if (address.equals(addresses.getLast()) || !noConnection(conversation)) {
                return observation(call, address, conversation);
            }
            steps = conversation.steps();
        }
        throw new IllegalArgumentException("a call without addresses");
    }

    private Conversation hold(Call call, InetAddress address, Listener listener)
            throws InterruptedException {
        Target target = call.target();
        MailHost host = call.host();
        Question question =
                new Question(
                        host.name(),
                        new InetSocketAddress(address, host.port()),
                        call.identity(),
                        target.recipient(),
                        target.tls(),
                        target.timeouts());
        try (Limiter.Room _ = limiter.enter(address, call.provider())) {
            return prober.probe(question, listener);
        }
    }

    private static boolean noConnection(Conversation conversation) {
        return conversation.ending() instanceof Ending.Failed(Phase phase, Fault fault)
                && phase == Phase.CONNECT
                && fault.kind() != Fault.Kind.LOCAL_ERROR;
    }

    private Observation observation(Call call, InetAddress address, Conversation conversation) {
        return new Observation(
                call.target(),
                call.identity().name(),
                call.provider(),
                Optional.of(call.host().label()),
                call.host().preference(),
                Optional.of(call.family()),
                Optional.of(address),
                conversation,
                judge.judge(conversation, call.provider()),
                clock.instant());
    }

    /** What a plan and the conversations that it asked for come to. */
    public Round conclude(Plan plan, List<Observation> held) {
        List<Observation> all = Stream.concat(plan.settled().stream(), held.stream()).toList();
        Map<String, Status> statuses = new HashMap<>();
        for (Identity identity : plan.target().identities()) {
            statuses.put(identity.name(), status(all, identity.name()));
        }
        return new Round(
                plan.target(),
                plan.provider(),
                plan.hosts(),
                all,
                statuses,
                plan.startedAt(),
                clock.instant());
    }

    private static Status status(List<Observation> observations, String identity) {
        return Status.of(
                observations.stream()
                        .filter(observation -> observation.identity().equals(identity))
                        .map(Inquirer::hostResult)
                        .toList());
    }

    private static HostResult hostResult(Observation observation) {
        return HostResult.of(
                observation.preference(),
                observation.family(),
                observation.verdict(),
                observation.success());
    }
}
