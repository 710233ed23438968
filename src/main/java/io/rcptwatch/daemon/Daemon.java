package io.rcptwatch.daemon;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rcptwatch.agent.Agent;
import io.rcptwatch.agent.Archive;
import io.rcptwatch.agent.Board;
import io.rcptwatch.agent.ChangeLog;
import io.rcptwatch.agent.EgressWatch;
import io.rcptwatch.agent.Instruments;
import io.rcptwatch.agent.OnDemand;
import io.rcptwatch.agent.Restraint;
import io.rcptwatch.agent.Settings;
import io.rcptwatch.agent.StatusLog;
import io.rcptwatch.agent.Strangers;
import io.rcptwatch.agent.Surroundings;
import io.rcptwatch.agent.UnclassifiedReplies;
import io.rcptwatch.agent.Wellbeing;
import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.StateSettings;
import io.rcptwatch.identity.IdentityWatch;
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
import io.rcptwatch.web.Readiness;
import io.rcptwatch.web.Reload;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the agent together, begins it when HTTP is up, and ends it politely. */
@Singleton
public final class Daemon {
    private final Optional<Sandbox> sandbox;
    private final Board board;
    private final Optional<StateFile> state;
    private final Wellbeing wellbeing = new Wellbeing();
    private final UnclassifiedReplies unclassified;
    private final Exposition exposition;
    private final OwnIdentities identities;
    private final EgressWatch egress;
    private final Restraint restraint;
    private final Archive archive;
    private final Agent agent;
    private final OnDemand onDemand;
    private final Reloading reloading;
    private final FileWatch watch;

    @Inject
    Daemon(
            @ConfigProperty(name = "rcptwatch.config") Path file,
            PrometheusMeterRegistry registry,
            InstantSource clock)
            throws IOException, WorldFileException {
        Reading.Fit fit = read(file);
        Configuration configuration = fit.configuration();
        Settings settings = fit.settings();
        sandbox = sandbox(configuration);
        Surroundings surroundings = surroundings(sandbox);
        unclassified = new UnclassifiedReplies(settings.judge());
        Instruments instruments =
                Instruments.of(
                        configuration.resolution(),
                        configuration.politeness(),
                        configuration.egress(),
                        surroundings,
                        settings.judge(),
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
        archive = memory.<Archive>map(kept -> kept).orElse(Archive.NONE);
        restraint = new Restraint(instruments.limiter(), instruments.pacing(), clock);
        state.ifPresent(kept -> StateMeters.register(kept::health, registry));
        identities = new OwnIdentities(configuration, clock);
        // The rules come with the program, and so have its version.
        BuildInfo build = BuildInfo.current();
        Metrics metrics =
                new Metrics(
                        registry,
                        board,
                        instruments.limiter(),
                        identities.watch()::standings,
                        egress,
                        build.version(),
                        build,
                        wellbeing,
                        clock);
        exposition = new Exposition(registry.getPrometheusRegistry(), metrics);
        Strangers strangers = new Strangers(clock);
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
                                                strangers,
                                                unclassified,
                                                wellbeing,
                                                statusLog(board),
                                                new ChangeLog(board)),
                                        memory.stream())
                                .toList());
        reloading =
                new Reloading(
                        file, fit, surroundings, agent, identities, instruments, metrics, clock);
        onDemand = new OnDemand(agent, board, strangers, reloading, clock);
        watch = new FileWatch(file, reloading);
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

    private static Reading.Fit read(Path file) {
        return switch (Reading.of(file)) {
            case Reading.Fit fit -> fit;
            case Reading.Unfit(List<String> complaints) ->
                    throw new IllegalStateException(String.join("\n", complaints));
        };
    }

    private static Surroundings surroundings(Optional<Sandbox> sandbox) {
        return sandbox.map(box -> Surroundings.local(box.certificateAuthority(), box.policyPort()))
                .orElse(Surroundings.INTERNET);
    }

    private static Optional<Sandbox> sandbox(Configuration configuration)
            throws IOException, WorldFileException {
        Optional<Path> world = configuration.sandbox();
        return world.isEmpty() ? Optional.empty() : Optional.of(Sandbox.start(world.get()));
    }

    void begin(@Observes StartupEvent event, Readiness readiness) {
        identities.watch().start();
        egress.start();
        agent.start();
        Hangup.handle(reloading::reload);
        watch.start();
        readiness.started();
    }

    void end(@Observes ShutdownEvent event) throws IOException {
        watch.close();
        identities.watch().close();
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

    /** Empty: this is the real world. */
    @Produces
    @Singleton
    Optional<Sandbox> sandbox() {
        return sandbox;
    }

    @Produces
    @Singleton
    IdentityWatch identities() {
        return identities.watch();
    }

    @Produces
    @Singleton
    Supplier<Settings> settings() {
        return reloading;
    }

    @Produces
    @Singleton
    Reload reload() {
        return reloading;
    }

    @Produces
    @Singleton
    Wellbeing wellbeing() {
        return wellbeing;
    }

    @Produces
    @Singleton
    OnDemand onDemand() {
        return onDemand;
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
    Restraint restraint() {
        return restraint;
    }

    @Produces
    @Singleton
    Archive archive() {
        return archive;
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
