package io.rcptwatch.metrics;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rcptwatch.agent.AgentListener;
import io.rcptwatch.agent.Board;
import io.rcptwatch.agent.Limiter;
import io.rcptwatch.agent.Observation;
import io.rcptwatch.agent.Round;
import io.rcptwatch.agent.SkipReason;
import io.rcptwatch.identity.IdentityStanding;
import io.rcptwatch.pace.Greylists;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Publishes what the agent finds out: counts what happens, and lets every scrape read how things
 * stand.
 */
public final class Metrics implements AgentListener {
    private final PrometheusMeterRegistry registry;
    private final Board board;
    private final Limiter limiter;
    private final Supplier<List<IdentityStanding>> identities;
    private final String rulesVersion;
    private final BuildInfo build;
    private final Instant configuredAt;
    private final Timer lag;
    private final Map<DomainName, Tally> tallies = new ConcurrentHashMap<>();
    private final Map<Provider, ProviderMeters> providers = new ConcurrentHashMap<>();

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
            Board board,
            Limiter limiter,
            Supplier<List<IdentityStanding>> identities,
            String rulesVersion,
            BuildInfo build,
            InstantSource clock) {
        this.registry = registry;
        this.board = board;
        this.limiter = limiter;
        this.identities = identities;
        this.rulesVersion = rulesVersion;
        this.build = build;
        this.configuredAt = clock.instant();
        this.lag = Timers.timer(registry, Metric.SCHEDULER_LAG, Timers.LAG);
        board.standings().forEach(standing -> routed(standing.target(), standing.provider()));
    }

    @Override
    public void routed(Target target, Provider provider) {
        tally(target).route(provider);
        meters(provider);
    }

    @Override
    public void began(Target target, Duration late) {
        lag.record(late);
    }

    @Override
    public void attempting(Target target, Provider provider, String identity) {
        tally(target).attempt(provider, identity);
    }

    @Override
    public void observed(Observation observation) {
        Tally tally = tally(observation.target());
        tally.result(
                observation.provider(),
                observation.identity(),
                new Result(observation.verdict().outcomeClass(), observation.verdict().outcome()));
        tlsProblems(observation).forEach(tally::tlsFailure);
        observation.tls().dane().ifPresent(tally::daneResult);
        meters(observation.provider()).observed(observation);
    }

    @Override
    public void skipped(Target target, SkipReason reason) {
        tally(target).skip(reason);
    }

    @Override
    public void greylisting(Observation observation, Greylists.News news) {
        meters(observation.provider()).greylisting(news);
    }

    private static Set<TlsProblem> tlsProblems(Observation observation) {
        Set<TlsProblem> problems = observation.tls().problems();
        // RFC 8460 §4.3.2: the general failure is for what has no type of its own.
        return problems.isEmpty() && observation.verdict().outcome() == Outcome.TLS_FAILED
                ? Set.of(TlsProblem.VALIDATION_FAILURE)
                : problems;
    }

    @Override
    public void finished(Round round) {
        round.policies()
                .flatMap(policies -> policies.mtaSts().fault())
                .ifPresent(fault -> tally(round.target()).tlsFailure(fault.problem()));
    }

    private Tally tally(Target target) {
        return tallies.computeIfAbsent(target.domain(), _ -> new Tally(target));
    }

    private ProviderMeters meters(Provider provider) {
        return providers.computeIfAbsent(provider, p -> new ProviderMeters(p, registry));
    }

    /** Writes down what is counted and shown here; what is measured is in the registry. */
    void write(RowWriter rows) throws IOException {
        rows.begin(Metric.BUILD);
        rows.row(1, build.version(), build.revision(), build.javaVersion());
        rows.begin(Metric.RULESET);
        rows.row(1, rulesVersion);
        rows.begin(Metric.CONFIG_SUCCESSFUL);
        rows.row(1);
        rows.begin(Metric.CONFIG_SUCCESS_TIME);
        rows.row(StandingRows.seconds(configuredAt));
        rows.begin(Metric.IN_FLIGHT);
        rows.row(limiter.inFlight());
        PaceRows.write(limiter, board.standings(), rows);
        IdentityRows.write(identities.get(), rows);
        new Publication(tallies.values(), board.standings(), rows).write();
    }
}
