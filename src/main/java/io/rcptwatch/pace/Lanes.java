package io.rcptwatch.pace;

import io.rcptwatch.pace.Spent.Scope;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Politeness.Allowance;
import io.rcptwatch.verdict.Provider;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All lanes, made when somebody first comes along. */
final class Lanes {
    private Politeness politeness;
    private final Lane all;
    private final Map<Provider, Lane> providers = new HashMap<>();
    private final Map<InetAddress, Host> hosts = new HashMap<>();

    /**
     * @param lanes by provider: one, unless names of several lead to this address
     */
    private record Host(Budget budget, Map<Provider, Lane> lanes) {
        boolean idle(Instant now) {
            return budget.untouched(now) && lanes.values().stream().allMatch(Lane::idle);
        }
    }

    Lanes(Politeness politeness) {
        this.politeness = politeness;
        this.all = new Lane(new Budget(politeness.overall()), Optional.empty());
    }

    void allow(Politeness other, Instant now, Lane.Alarm alarm) {
        politeness = other;
        for (Host host : hosts.values()) {
            host.budget().allow(other.perHost());
            host.lanes().values().forEach(lane -> lane.refresh(now, alarm));
        }
        for (Lane provider : providers.values()) {
            provider.budget().allow(other.perProvider());
            provider.refresh(now, alarm);
        }
        all.budget().allow(other.overall());
        all.refresh(now, alarm);
    }

    /** Who may begin next. */
    Optional<Ticket> first() {
        return all.first();
    }

    Lane of(Contact contact) {
        return host(contact.host())
                .lanes()
                .computeIfAbsent(
                        contact.provider(),
                        p -> new Lane(host(contact.host()).budget(), Optional.of(wider(p))));
    }

    private Host host(InetAddress address) {
        return hosts.computeIfAbsent(
                address, _ -> new Host(new Budget(politeness.perHost()), new HashMap<>()));
    }

    private Lane wider(Provider provider) {
        // "other" is no provider: its hosts have nothing in common.
        return provider.equals(Provider.OTHER) ? all : provider(provider);
    }

    private Lane provider(Provider provider) {
        return providers.computeIfAbsent(
                provider, _ -> new Lane(new Budget(politeness.perProvider()), Optional.of(all)));
    }

    /** A conversation is over. */
    void leave(Contact contact, Instant now, Lane.Alarm alarm) {
        of(contact).leave(now, alarm);
        host(contact.host()).lanes().values().forEach(lane -> lane.refresh(now, alarm));
    }

    /** Drops hosts that nobody asks any more. */
    void tidy(Instant now) {
        hosts.values().removeIf(host -> host.idle(now));
    }

    List<Usage> usage(Instant now) {
        List<Usage> usages = new ArrayList<>(usages("overall", all.budget(), now));
        new TreeMap<>(labelled())
                .forEach((label, lane) -> usages.addAll(usages(label, lane.budget(), now)));
        Allowance each = politeness.perHost();
        List<Budget> budgets = hosts.values().stream().map(Host::budget).toList();
        usages.add(most("at_once", each.atOnce(), budgets.stream().map(Budget::inside)));
        usages.add(
                most("minute", each.perMinute(), budgets.stream().map(b -> b.minute().used(now))));
        usages.add(most("day", each.perDay(), budgets.stream().map(b -> b.day().used(now))));
        return usages;
    }

    private Map<String, Lane> labelled() {
        Map<String, Lane> labelled = new HashMap<>();
        providers.forEach((provider, lane) -> labelled.put(provider.label(), lane));
        return labelled;
    }

    private static List<Usage> usages(String scope, Budget budget, Instant now) {
        Allowance limit = budget.allowance();
        return List.of(
                new Usage(scope, "at_once", budget.inside(), limit.atOnce()),
                new Usage(scope, "minute", budget.minute().used(now), limit.perMinute()),
                new Usage(scope, "day", budget.day().used(now), limit.perDay()));
    }

    private static Usage most(String period, int limit, Stream<Integer> used) {
        return new Usage("host", period, used.max(Comparator.naturalOrder()).orElse(0), limit);
    }

    /** What was spent by those of whom anything was spent since then. */
    List<Spent> spent(Instant since) {
        List<Spent> spent = new ArrayList<>();
        add(spent, Scope.OVERALL, "", all.budget(), since);
        providers.forEach((p, lane) -> add(spent, Scope.PROVIDER, p.label(), lane.budget(), since));
        hosts.forEach((a, h) -> add(spent, Scope.HOST, a.getHostAddress(), h.budget(), since));
        return spent;
    }

    private static void add(
            List<Spent> spent, Scope scope, String key, Budget budget, Instant since) {
        if (budget.usedSince(since)) {
            spent.add(new Spent(scope, key, budget.minute().slices(), budget.day().slices()));
        }
    }

    void restore(Spent spent, Instant now) {
        Budget budget =
                switch (spent.scope()) {
                    case OVERALL -> all.budget();
                    case PROVIDER -> provider(new Provider(spent.key())).budget();
                    case HOST -> host(InetAddress.ofLiteral(spent.key())).budget();
                };
        budget.restore(spent, now);
    }
}
