package io.rcptwatch.limits;

import io.rcptwatch.limits.BudgetUse.Scope;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All lanes, made when somebody first comes along. */
final class WaitQueues {
    private final Supplier<Politeness> politeness;
    private final WaitQueue all;
    private final Map<Provider, WaitQueue> providers = new HashMap<>();
    private final Map<InetAddress, Host> hosts = new HashMap<>();

    /**
     * @param lanes by provider: one, unless names of several lead to this address
     */
    private record Host(Budget budget, Map<Provider, WaitQueue> lanes) {
        boolean idle(Instant now) {
            return budget.untouched(now) && lanes.values().stream().allMatch(WaitQueue::idle);
        }
    }

    WaitQueues(Supplier<Politeness> politeness) {
        this.politeness = politeness;
        this.all = new WaitQueue(budget(Politeness::overall), Optional.empty());
    }

    private Budget budget(Function<Politeness, Allowance> allowance) {
        return new Budget(() -> allowance.apply(politeness.get()));
    }

    /** Looks at all again: the politeness is another one. */
    void refresh(Instant now, WaitQueue.Alarm alarm) {
        for (Host host : hosts.values()) {
            host.lanes().values().forEach(lane -> lane.refresh(now, alarm));
        }
        providers.values().forEach(provider -> provider.refresh(now, alarm));
        all.refresh(now, alarm);
    }

    /** Who may begin next. */
    Optional<Ticket> first() {
        return all.first();
    }

    WaitQueue of(LimitKey contact) {
        return host(contact.host())
                .lanes()
                .computeIfAbsent(
                        contact.provider(),
                        p -> new WaitQueue(host(contact.host()).budget(), Optional.of(wider(p))));
    }

    private Host host(InetAddress address) {
        return hosts.computeIfAbsent(
                address, _ -> new Host(budget(Politeness::perHost), new HashMap<>()));
    }

    private WaitQueue wider(Provider provider) {
        // "other" is no provider: its hosts have nothing in common.
        return provider.equals(Provider.OTHER) ? all : provider(provider);
    }

    private WaitQueue provider(Provider provider) {
        return providers.computeIfAbsent(
                provider, _ -> new WaitQueue(budget(Politeness::perProvider), Optional.of(all)));
    }

    /** A conversation is over. */
    void leave(LimitKey contact, Instant now, WaitQueue.Alarm alarm) {
        of(contact).leave(now, alarm);
        host(contact.host()).lanes().values().forEach(lane -> lane.refresh(now, alarm));
    }

    /** Drops hosts that nobody asks any more. */
    void tidy(Instant now) {
        hosts.values().removeIf(host -> host.idle(now));
    }

    List<BudgetLevel> usage(Instant now) {
        List<BudgetLevel> usages = new ArrayList<>(usages("overall", all.budget(), now));
        new TreeMap<>(labelled())
                .forEach((label, lane) -> usages.addAll(usages(label, lane.budget(), now)));
        Allowance each = politeness.get().perHost();
        List<Budget> budgets = hosts.values().stream().map(Host::budget).toList();
        usages.add(most("at_once", each.atOnce(), budgets.stream().map(Budget::inside)));
        usages.add(
                most("minute", each.perMinute(), budgets.stream().map(b -> b.minute().used(now))));
        usages.add(most("day", each.perDay(), budgets.stream().map(b -> b.day().used(now))));
        return usages;
    }

    private Map<String, WaitQueue> labelled() {
        Map<String, WaitQueue> labelled = new HashMap<>();
        providers.forEach((provider, lane) -> labelled.put(provider.label(), lane));
        return labelled;
    }

    private static List<BudgetLevel> usages(String scope, Budget budget, Instant now) {
        Allowance limit = budget.allowance();
        return List.of(
                new BudgetLevel(scope, "at_once", budget.inside(), limit.atOnce()),
                new BudgetLevel(scope, "minute", budget.minute().used(now), limit.perMinute()),
                new BudgetLevel(scope, "day", budget.day().used(now), limit.perDay()));
    }

    private static BudgetLevel most(String period, int limit, Stream<Integer> used) {
        return new BudgetLevel(
                "host", period, used.max(Comparator.naturalOrder()).orElse(0), limit);
    }

    /** What was spent by those of whom anything was spent since then. */
    List<BudgetUse> spent(Instant since) {
        List<BudgetUse> spent = new ArrayList<>();
        add(spent, Scope.OVERALL, "", all.budget(), since);
        providers.forEach((p, lane) -> add(spent, Scope.PROVIDER, p.label(), lane.budget(), since));
        hosts.forEach((a, h) -> add(spent, Scope.HOST, a.getHostAddress(), h.budget(), since));
        return spent;
    }

    private static void add(
            List<BudgetUse> spent, Scope scope, String key, Budget budget, Instant since) {
        if (budget.usedSince(since)) {
            spent.add(new BudgetUse(scope, key, budget.minute().slices(), budget.day().slices()));
        }
    }

    void restore(BudgetUse spent, Instant now) {
        Budget budget =
                switch (spent.scope()) {
                    case OVERALL -> all.budget();
                    case PROVIDER -> provider(new Provider(spent.key())).budget();
                    case HOST -> host(InetAddress.ofLiteral(spent.key())).budget();
                };
        budget.restore(spent, now);
    }
}
