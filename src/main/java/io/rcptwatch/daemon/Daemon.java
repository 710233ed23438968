package io.rcptwatch.daemon;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rcptwatch.agent.Agent;
import io.rcptwatch.agent.Board;
import io.rcptwatch.agent.ChangeLog;
import io.rcptwatch.agent.EgressWatch;
import io.rcptwatch.agent.Instruments;
import io.rcptwatch.agent.StatusLog;
import io.rcptwatch.agent.Surroundings;
import io.rcptwatch.agent.UnclassifiedReplies;
import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.Loading;
import io.rcptwatch.config.Mistake;
import io.rcptwatch.config.StateSettings;
import io.rcptwatch.dns.FactFinder;
import io.rcptwatch.identity.Examiner;
import io.rcptwatch.identity.IdentityWatch;
import io.rcptwatch.identity.Vantage;
import io.rcptwatch.metrics.BuildInfo;
import io.rcptwatch.metrics.Exposition;
import io.rcptwatch.metrics.Metrics;
import io.rcptwatch.metrics.Registries;
import io.rcptwatch.metrics.StateMeters;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.sandbox.WorldFileException;
import io.rcptwatch.state.InUseException;
import io.rcptwatch.state.PaceMemory;
import io.rcptwatch.state.StateFile;
import io.rcptwatch.state.TargetMemory;
import io.rcptwatch.verdict.Judge;
import io.rcptwatch.verdict.OwnRules;
import io.rcptwatch.web.Readiness;
import io.rcptwatch.wire.HttpsClient;
import io.rcptwatch.wire.LocalAddress;
import io.rcptwatch.wire.SourceAddresses;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the agent together, begins it when HTTP is up, and ends it politely. */
@Singleton
public final class Daemon {
    private static final Duration LOOKUP = Duration.ofSeconds(15);

    private final Optional<Sandbox> sandbox;
    private final Board board;
    private final Optional<StateFile> state;
    private final Judge judge;
    private final UnclassifiedReplies unclassified;
    private final Exposition exposition;
    private final IdentityWatch identities;
    private final EgressWatch egress;
    private final Agent agent;

    @Inject
    Daemon(
            @ConfigProperty(name = "rcptwatch.config") Path file,
            PrometheusMeterRegistry registry,
            InstantSource clock)
            throws IOException, WorldFileException {
        Configuration configuration = configuration(file);
        sandbox = sandbox(configuration);
        judge = judge(configuration);
        unclassified = new UnclassifiedReplies(judge);
        Instruments instruments =
                Instruments.of(
                        configuration.resolution(),
                        configuration.politeness(),
                        configuration.egress(),
                        surroundings(sandbox),
                        judge,
                        clock);
        egress = instruments.egress();
        egress.watch(configuration.targets());
        board = new Board(configuration.targets(), clock);
        state = state(configuration, clock);
        // Before anybody reads the board.
        Optional<TargetMemory> memory =
                state.map(kept -> memory(kept, board, configuration, clock));
        state.ifPresent(
                kept ->
                        PaceMemory.keep(
                                kept, board, instruments.limiter(), instruments.pacing(), clock));
        state.ifPresent(kept -> StateMeters.register(kept::health, registry));
        identities = identities(configuration, clock);
        // The rules come with the program, and so have its version.
        BuildInfo build = BuildInfo.current();
        Metrics metrics =
                new Metrics(
                        registry,
                        board,
                        instruments.limiter(),
                        identities::standings,
                        egress,
                        build.version(),
                        build,
                        clock);
        exposition = new Exposition(registry.getPrometheusRegistry(), metrics);
        agent =
                new Agent(
                        configuration.targets(),
                        configuration.politeness().minInterval(),
                        instruments,
                        clock,
                        Stream.concat(
                                        Stream.of(
                                                board,
                                                metrics,
                                                unclassified,
                                                statusLog(board),
                                                new ChangeLog(board)),
                                        memory.stream())
                                .toList());
    }

    private static Optional<StateFile> state(Configuration configuration, InstantSource clock) {
        try {
            Optional<StateSettings> settings = configuration.state();
            return settings.isEmpty()
                    ? Optional.empty()
                    : Optional.of(StateFile.open(settings.get().file(), clock));
        } catch (InUseException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static StatusLog statusLog(Board board) {
        StatusLog log = new StatusLog();
        board.standings().forEach(standing -> standing.latest().ifPresent(log::restore));
        return log;
    }

    private static TargetMemory memory(
            StateFile file, Board board, Configuration configuration, InstantSource clock) {
        return new TargetMemory(file, board, configuration.state().orElseThrow().keep(), clock);
    }

    private static Configuration configuration(Path file) {
        return switch (Configuration.load(file)) {
            case Loading.Loaded(Configuration configuration) -> onThisMachine(configuration);
            case Loading.Refused(List<Mistake> mistakes) ->
                    throw new IllegalStateException(
                            mistakes.stream()
                                    .map(Mistake::toString)
                                    .collect(Collectors.joining("\n")));
        };
    }

    private static IdentityWatch identities(Configuration configuration, InstantSource clock) {
        FactFinder dns =
                new FactFinder(
                        configuration.resolution().servers(),
                        LOOKUP,
                        configuration.politeness().allowPrivateAddresses());
        return new IdentityWatch(
                Vantage.of(configuration.identities(), configuration.targets()),
                new Examiner(dns, configuration.identityChecks(), LocalAddress::of, clock),
                configuration.identityChecks().interval());
    }

    private static Surroundings surroundings(Optional<Sandbox> sandbox) {
        return sandbox.map(
                        box ->
                                new Surroundings(
                                        List.of(box.certificateAuthority()),
                                        box.policyPort().orElse(HttpsClient.PORT)))
                .orElse(Surroundings.INTERNET);
    }

    private static Configuration onThisMachine(Configuration configuration) {
        List<String> complaints = SourceAddresses.complaints(configuration.identities());
        if (!complaints.isEmpty()) {
            throw new IllegalStateException(String.join("\n", complaints));
        }
        return configuration;
    }

    private static Judge judge(Configuration configuration) {
        return switch (OwnRules.read(configuration.rules())) {
            case OwnRules.Reading.Read(Judge judge) -> judge;
            case OwnRules.Reading.Refused(List<String> complaints) ->
                    throw new IllegalStateException(String.join("\n", complaints));
        };
    }

    private static Optional<Sandbox> sandbox(Configuration configuration)
            throws IOException, WorldFileException {
        Optional<Path> world = configuration.sandbox();
        return world.isEmpty() ? Optional.empty() : Optional.of(Sandbox.start(world.get()));
    }

    void begin(@Observes StartupEvent event, Readiness readiness) {
        identities.start();
        egress.start();
        agent.start();
        readiness.started();
    }

    void end(@Observes ShutdownEvent event) throws IOException {
        identities.close();
        agent.close();
        state.ifPresent(StateFile::close);
        if (sandbox.isPresent()) {
            sandbox.get().close();
        }
    }

    @Produces
    @Singleton
    Board board() {
        return board;
    }

    @Produces
    @Singleton
    IdentityWatch identities() {
        return identities;
    }

    @Produces
    @Singleton
    Judge judge() {
        return judge;
    }

    @Produces
    @Singleton
    UnclassifiedReplies unclassified() {
        return unclassified;
    }

    @Produces
    @Singleton
    EgressWatch egress() {
        return egress;
    }

    @Produces
    @Singleton
    Exposition exposition() {
        return exposition;
    }

    @Produces
    @Singleton
    static PrometheusMeterRegistry registry() {
        return Registries.prometheus();
    }

    @Produces
    @Singleton
    static InstantSource clock() {
        return InstantSource.system();
    }
}
