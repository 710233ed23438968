package io.rcptwatch.app;

import static java.lang.System.Logger.Level.WARNING;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rcptwatch.config.Configuration;
import io.rcptwatch.config.StateSettings;
import io.rcptwatch.metrics.BuildInfo;
import io.rcptwatch.metrics.Exposition;
import io.rcptwatch.metrics.Metrics;
import io.rcptwatch.metrics.Registries;
import io.rcptwatch.metrics.StoreMeters;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.sandbox.WorldFileException;
import io.rcptwatch.selfcheck.IdentityWatch;
import io.rcptwatch.store.InUseException;
import io.rcptwatch.store.LimitsMemory;
import io.rcptwatch.store.StateFile;
import io.rcptwatch.store.TargetMemory;
import io.rcptwatch.watch.AdHocTargets;
import io.rcptwatch.watch.Agent;
import io.rcptwatch.watch.AgentHealth;
import io.rcptwatch.watch.AgentSettings;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.ChangeLog;
import io.rcptwatch.watch.EgressWatch;
import io.rcptwatch.watch.Environment;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.ProbeService;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.watch.Restraint;
import io.rcptwatch.watch.StatusLog;
import io.rcptwatch.watch.UnclassifiedReplies;
import io.rcptwatch.web.Readiness;
import io.rcptwatch.web.Reload;
import io.rcptwatch.wire.TlsLibrary;
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
    private static final System.Logger LOG = System.getLogger(Daemon.class.getName());

    private final Optional<Sandbox> sandbox;
    private final Ledger board;
    private final Optional<StateFile> state;
    private final AgentHealth wellbeing = new AgentHealth();
    private final UnclassifiedReplies unclassified;
    private final Exposition exposition;
    private final OwnIdentities identities;
    private final EgressWatch egress;
    private final Restraint restraint;
    private final Archive archive;
    private final Agent agent;
    private final ProbeService onDemand;
    private final Reloader reloading;
    private final FileWatch watch;

    @Inject
    Daemon(
            @ConfigProperty(name = "rcptwatch.config") Path file,
            PrometheusMeterRegistry registry,
            InstantSource clock)
            throws IOException, WorldFileException {
        ConfigurationReading.Fit fit = read(file);
        Configuration configuration = fit.configuration();
        AgentSettings settings = fit.settings();
        sandbox = sandbox(configuration);
        Environment surroundings = surroundings(sandbox);
        unclassified = new UnclassifiedReplies(settings.judge());
        ProberWiring instruments =
                ProberWiring.of(
                        configuration.resolution(),
                        configuration.politeness(),
                        configuration.egress(),
                        surroundings,
                        settings.judge(),
                        clock);
        egress = instruments.egress();
        egress.watch(configuration.targets());
        board = new Ledger(configuration.targets(), clock);
        state = state(configuration, clock);
        // Before anybody reads the board.
        Optional<TargetMemory> memory =
                state.map(kept -> memory(kept, board, configuration, clock));
        state.ifPresent(
                kept ->
                        LimitsMemory.keep(
                                kept, board, instruments.limiter(), instruments.pacing(), clock));
        archive = memory.<Archive>map(kept -> kept).orElse(Archive.NONE);
        restraint = new Restraint(instruments.limiter(), instruments.pacing(), clock);
        state.ifPresent(kept -> StoreMeters.register(kept::health, registry));
        identities = new OwnIdentities(configuration, clock);
        // The rules come with the program, and so have its version.
        BuildInfo build = BuildInfo.current();
        TlsLibrary.fallbackCause().ifPresent(Daemon::warnOfFallback);
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
        AdHocTargets strangers = new AdHocTargets(board, clock);
        Stream.concat(
                        Stream.of(
                                metrics, unclassified, wellbeing, new StatusLog(), new ChangeLog()),
                        memory.stream())
                .forEach(board::subscribe);
        agent =
                new Agent(
                        configuration.targets(),
                        configuration.politeness().minInterval(),
                        instruments,
                        clock,
                        board,
                        wellbeing::ticked);
        reloading =
                new Reloader(
                        file, fit, surroundings, agent, identities, instruments, metrics, clock);
        onDemand = new ProbeService(agent, board, strangers, reloading, clock);
        watch = new FileWatch(file, reloading);
    }

    private static void warnOfFallback(String cause) {
        LOG.log(
                WARNING,
                "TLS uses the JDK''s engine, at about ten times the CPU; BoringSSL did not load: {0}",
                cause);
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

    private static TargetMemory memory(
            StateFile file, Ledger board, Configuration configuration, InstantSource clock) {
        return new TargetMemory(file, board, configuration.state().orElseThrow().keep(), clock);
    }

    private static ConfigurationReading.Fit read(Path file) {
        return switch (ConfigurationReading.of(file)) {
            case ConfigurationReading.Fit fit -> fit;
            case ConfigurationReading.Unfit(List<String> complaints) ->
                    throw new IllegalStateException(String.join("\n", complaints));
        };
    }

    private static Environment surroundings(Optional<Sandbox> sandbox) {
        return sandbox.map(box -> Environment.local(box.certificateAuthority(), box.policyPort()))
                .orElse(Environment.INTERNET);
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
        Sighup.handle(reloading::reload);
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
    Ledger board() {
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
    Supplier<AgentSettings> settings() {
        return reloading;
    }

    @Produces
    @Singleton
    Reload reload() {
        return reloading;
    }

    @Produces
    @Singleton
    AgentHealth wellbeing() {
        return wellbeing;
    }

    @Produces
    @Singleton
    ProbeService onDemand() {
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
