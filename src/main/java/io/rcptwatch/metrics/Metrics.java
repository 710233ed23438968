package io.rcptwatch.metrics;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rcptwatch.deliveries.DeliveryCounts;
import io.rcptwatch.egress.EgressWatch;
import io.rcptwatch.limits.Greylists;
import io.rcptwatch.limits.Limiter;
import io.rcptwatch.selfcheck.IdentityState;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.ProbePoint;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.verdict.Verdict;
import io.rcptwatch.watch.AgentHealth;
import io.rcptwatch.watch.HealthProblem;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.LedgerEntry;
import io.rcptwatch.watch.LedgerEvent;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.ProbeService;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.SkipReason;
import io.rcptwatch.watch.TargetState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Publishes what the agent finds out: counts what happens, and lets every scrape read how things
 * stand.
 */
public final class Metrics implements Consumer<LedgerEvent> {
    private final PrometheusMeterRegistry registry;
    private final Ledger board;
    private final Limiter limiter;
    private final Supplier<List<IdentityState>> identities;
    private final Supplier<EgressWatch> egress;
    private final String rulesVersion;
    private final BuildInfo build;
    private final InstantSource clock;
    private volatile Instant configuredAt;
    private volatile boolean configurationFit = true;
    private final AgentHealth wellbeing;
    private final Timer lag;
    private final Map<DomainName, TargetCounters> tallies = new ConcurrentHashMap<>();
    private final Map<Provider, ProviderMeters> providers = new ConcurrentHashMap<>();
    private final Map<Provider, Timer> deliveryDelays = new ConcurrentHashMap<>();
    private final DeliveryCounts deliveries;

    /**
     * Every series that is known in advance is there from now on.
     *
     * @param registry holds what is measured
     * @param identities how our own identities stand now
     * @param rulesVersion the version of the rules that replies are judged by
     * @param clock tells when the configuration was read: now
     */
    public Metrics(
            PrometheusMeterRegistry registry,
            Ledger board,
            Limiter limiter,
            Supplier<List<IdentityState>> identities,
            Supplier<EgressWatch> egress,
            String rulesVersion,
            BuildInfo build,
            AgentHealth wellbeing,
            InstantSource clock) {
        this.registry = registry;
        this.board = board;
        this.limiter = limiter;
        this.identities = identities;
        this.egress = egress;
        this.rulesVersion = rulesVersion;
        this.build = build;
        this.wellbeing = wellbeing;
        this.clock = clock;
        this.configuredAt = clock.instant();
        this.deliveries =
                new DeliveryCounts(domain -> board.named(domain).isPresent(), this::delivered);
        this.lag = Timers.timer(registry, Metric.SCHEDULER_LAG, Timers.LAG);
        board.standings().forEach(this::list);
    }

    @Override
    public void accept(LedgerEvent event) {
        Target target = event.after().target();
        switch (event.cause()) {
            case LedgerEntry.Listed() -> list(event.after());
            case LedgerEntry.Delisted() -> tallies.remove(target.domain());
            case LedgerEntry.Began(Duration late) -> lag.record(late);
            case LedgerEntry.LookedUp(Provider provider, Duration took) ->
                    meters(provider).lookedUp(took);
            case LedgerEntry.Routed(Provider provider) -> route(target, provider);
            case LedgerEntry.Attempt(Provider provider, String identity) ->
                    tally(target).ifPresent(tally -> tally.attempt(provider, identity));
            case LedgerEntry.Observed(Observation heard) -> {
                tally(target).ifPresent(tally -> count(heard, tally));
                meters(heard.provider()).observed(heard);
            }
            case LedgerEntry.Greylisting(Provider provider, Greylists.News news) ->
                    meters(provider).greylisting(news);
            case LedgerEntry.Finished(Round round) -> countPolicyFault(target, round);
            case LedgerEntry.Skipped(SkipReason reason) ->
                    tally(target).ifPresent(tally -> tally.skip(reason));
        }
    }

    private void delivered(Provider provider, Duration delay) {
        deliveryDelays
                .computeIfAbsent(
                        provider,
                        p ->
                                Timers.timer(
                                        registry,
                                        Metric.DELIVERY_DELAY,
                                        Timers.DELIVERY,
                                        p.label()))
                .record(delay);
    }

    /** Counts the deliveries of our own mail server. */
    public DeliveryCounts deliveries() {
        return deliveries;
    }

    private void list(TargetState state) {
        Target target = state.target();
        tallies.computeIfAbsent(target.domain(), _ -> new TargetCounters(target)).watch(target);
        route(target, state.provider());
    }

    private void route(Target target, Provider provider) {
        tally(target).ifPresent(tally -> tally.route(provider));
        meters(provider);
    }

    /** The configuration was read again, and is in force. */
    public void configured() {
        configuredAt = clock.instant();
        configurationFit = true;
    }

    /** The configuration was read again, and is not fit: the one before stays in force. */
    public void misconfigured() {
        configurationFit = false;
    }

    private static void count(Observation observation, TargetCounters tally) {
        Verdict verdict = observation.verdict();
        tally.result(
                observation.provider(),
                observation.identity(),
                new ResultKey(verdict.outcomeClass(), verdict.outcome()));
        tlsProblems(observation).forEach(tally::tlsFailure);
        observation.tls().result().ifPresent(tally::daneResult);
    }

    private static Set<TlsProblem> tlsProblems(Observation observation) {
        Set<TlsProblem> problems = observation.tls().problems();
        // RFC 8460 §4.3.2: the general failure is for what has no type of its own.
        return problems.isEmpty() && observation.verdict().outcome() == Outcome.TLS_FAILED
                ? Set.of(TlsProblem.VALIDATION_FAILURE)
                : problems;
    }

    private void countPolicyFault(Target target, Round round) {
        round.policies()
                .flatMap(policies -> policies.mtaSts().fault())
                .ifPresent(
                        fault ->
                                tally(target)
                                        .ifPresent(tally -> tally.tlsFailure(fault.problem())));
    }

    /** Empty where the target is not watched, or not any more. */
    private Optional<TargetCounters> tally(Target target) {
        return Optional.ofNullable(tallies.get(target.domain()));
    }

    private ProviderMeters meters(Provider provider) {
        return providers.computeIfAbsent(provider, p -> new ProviderMeters(p, registry));
    }

    private static double reachable(EgressWatch.Reach reach) {
        return switch (reach) {
            case OPEN -> 1;
            case BLOCKED -> 0;
            case UNKNOWN -> Double.NaN;
        };
    }

    /** Writes down what is counted and shown here; what is measured is in the registry. */
    void write(RowWriter rows) throws IOException {
        rows.begin(Metric.BUILD);
        rows.row(1, build.version(), build.revision(), build.javaVersion(), build.tls().label());
        rows.begin(Metric.RULESET);
        rows.row(1, rulesVersion);
        rows.begin(Metric.CONFIG_SUCCESSFUL);
        rows.row(configurationFit ? 1 : 0);
        rows.begin(Metric.CONFIG_SUCCESS_TIME);
        rows.row(TargetRows.seconds(configuredAt));
        rows.begin(Metric.UNWELL);
        Set<HealthProblem> ailments = wellbeing.ailments();
        for (HealthProblem ailment : HealthProblem.values()) {
            rows.row(ailments.contains(ailment) ? 1 : 0, ailment.label());
        }
        rows.begin(Metric.IN_FLIGHT);
        rows.row(limiter.inFlight());
        LimitRows.write(limiter, board.standings(), rows);
        IdentityRows.write(identities.get(), rows);
        rows.begin(Metric.EGRESS_REACHABLE);
        for (var way : egress.get().known().entrySet()) {
            ProbePoint point = way.getKey();
            rows.row(reachable(way.getValue()), point.identity().name(), point.family().label());
        }
        DeliveryRows.write(deliveries, rows);
        new TargetMetrics(tallies.values(), board.standings(), rows).write();
    }

    /** Writes down what concerns one domain, as it is asked about, for whoever asked about it. */
    void write(ProbeService.Answer.Known answer, RowWriter rows) throws IOException {
        TargetState standing = answer.standing();
        rows.begin(Metric.PROBE_SUCCESS);
        rows.row(success(standing) ? 1 : 0);
        rows.begin(Metric.PROBE_DURATION);
        rows.row(standing.latest().map(Metrics::seconds).orElse(0.0));
        rows.begin(Metric.ANSWER);
        rows.row(1, answer.source().label());
        rows.begin(Metric.RESULT_AGE);
        if (standing.latest().isPresent()) {
            Instant end = standing.latest().get().finishedAt();
            rows.row(Duration.between(end, answer.now()).toMillis() / 1000.0);
        }
        new TargetMetrics(tallies(standing.target()), List.of(standing), rows).write();
    }

    private static double seconds(Round round) {
        return Duration.between(round.startedAt(), round.finishedAt()).toMillis() / 1000.0;
    }

    /** A message gets through where it finds any host that takes it, for everybody who asks. */
    private static boolean success(TargetState standing) {
        return standing.marks().keySet().stream()
                .map(standing::status)
                .allMatch(s -> s == Status.DELIVERABLE || s == Status.DEGRADED);
    }

    private List<TargetCounters> tallies(Target target) {
        return target.identities().size() == 1
                ? tally(target).map(t -> t.of(target.identities().getFirst())).stream().toList()
                : tally(target).stream().toList();
    }
}
