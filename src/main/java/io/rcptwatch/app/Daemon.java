package io.rcptwatch.app;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rcptwatch.deliveries.DeliveryCounts;
import io.rcptwatch.metrics.BuildInfo;
import io.rcptwatch.metrics.Exposition;
import io.rcptwatch.metrics.Metrics;
import io.rcptwatch.metrics.Registries;
import io.rcptwatch.metrics.StoreMeters;
import io.rcptwatch.store.StoreHealth;
import io.rcptwatch.watch.AdHocTargets;
import io.rcptwatch.watch.AgentHealth;
import io.rcptwatch.watch.ChangeLog;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.LedgerEvent;
import io.rcptwatch.watch.ProbeService;
import io.rcptwatch.watch.RoundRunner;
import io.rcptwatch.watch.StatusLog;
import io.rcptwatch.watch.UnclassifiedReplies;
import io.rcptwatch.web.InForce;
import io.rcptwatch.web.Readiness;
import io.rcptwatch.web.Reload;
import io.rcptwatch.wire.TlsLibrary;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the agent together, begins it when HTTP is up, and ends it politely. */
@Singleton
public final class Daemon {
    private static final System.Logger LOG = System.getLogger(Daemon.class.getName());
    private static final AtomicReference<ConfigurationReading.Fit> GIVEN = new AtomicReference<>();

    private final PrometheusMeterRegistry registry;
    private final AgentHealth health = new AgentHealth();
    private final Ledger ledger;
    private final UnclassifiedReplies unclassified;
    private final Exposition exposition;
    private final DeliveryCounts deliveries;
    private final Reloader reloader;
    private final ProbeService onDemand;
    private final AgentSocket socket;
    private final FileWatch watch;
    private boolean storeShown;

    @Inject
    Daemon(
            @ConfigProperty(name = "rcptwatch.config") Optional<Path> file,
            PrometheusMeterRegistry registry,
            InstantSource clock) {
        this(file.map(Daemon::read).orElseGet(GIVEN::get), registry, clock);
    }

    Daemon(Path file, PrometheusMeterRegistry registry, InstantSource clock) {
        this(read(file), registry, clock);
    }

    private Daemon(
            ConfigurationReading.Fit first, PrometheusMeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        Shared shared =
                Shared.of(
                        first.configuration().targets(), first.configuration().politeness(), clock);
        ledger = shared.ledger();
        unclassified = new UnclassifiedReplies(first.judge());
        // The rules come with the program, and so have its version.
        BuildInfo build = BuildInfo.current();
        TlsLibrary.fallbackCause().ifPresent(Daemon::warnOfFallback);
        Metrics metrics =
                new Metrics(
                        registry,
                        ledger,
                        shared.limiter(),
                        () -> current().identities().standings(),
                        () -> current().egress(),
                        build.version(),
                        build,
                        health,
                        clock);
        exposition = new Exposition(registry.getPrometheusRegistry(), metrics);
        deliveries = metrics.deliveries();
        reloader = reloader(first, shared, metrics);
        List.of(metrics, unclassified, health, new StatusLog(), new ChangeLog(), this::remember)
                .forEach(ledger::subscribe);
        onDemand =
                new ProbeService(
                        () -> current().engine(), ledger, new AdHocTargets(ledger, clock), clock);
        socket = new AgentSocket(onDemand, clock);
        watch = new FileWatch(first.file(), reloader);
        showStore();
    }

    private Reloader reloader(ConfigurationReading.Fit first, Shared shared, Metrics metrics) {
        try {
            return new Reloader(
                    first,
                    shared,
                    health,
                    metrics.deliveries(),
                    taken -> {
                        if (taken) {
                            metrics.configured();
                            showStore();
                            listen();
                        } else {
                            metrics.misconfigured();
                        }
                    });
        } catch (RefusedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The configuration that {@code run} has read, for the daemon that is about to be made. */
    public static void give(ConfigurationReading.Fit reading) {
        GIVEN.set(reading);
    }

    private static ConfigurationReading.Fit read(Path file) {
        return switch (ConfigurationReading.of(file)) {
            case ConfigurationReading.Fit fit -> fit;
            case ConfigurationReading.Unfit(List<String> complaints) ->
                    throw new IllegalStateException(String.join("\n", complaints));
        };
    }

    private static void warnOfFallback(String cause) {
        LOG.log(
                WARNING,
                "TLS uses the JDK''s engine, at about ten times the CPU; BoringSSL did not load: {0}",
                cause);
    }

    private Generation current() {
        return reloader.get();
    }

    private void remember(LedgerEvent event) {
        current().memory().ifPresent(memory -> memory.targets().accept(event));
    }

    /** From when there is a state file for the first time. */
    private void showStore() {
        if (!storeShown && current().memory().isPresent()) {
            StoreMeters.register(this::storeHealth, registry);
            storeShown = true;
        }
    }

    private StoreHealth storeHealth() {
        return current()
                .memory()
                .map(memory -> memory.file().health())
                .orElse(new StoreHealth(true, 0, 0, 0));
    }

    private void listen() {
        socket.follow(current().memory().map(memory -> memory.settings().file()));
    }

    void begin(@Observes StartupEvent event, Readiness readiness) {
        current().start();
        listen();
        Sighup.handle(this::hangup);
        watch.start();
        readiness.started();
    }

    /** SIGHUP. */
    void hangup() {
        reloader.reloadSoon();
    }

    void end(@Observes ShutdownEvent event) {
        watch.close();
        socket.close();
        reloader.close();
        LOG.log(INFO, "Stopped");
    }

    @Produces
    @Singleton
    Ledger board() {
        return ledger;
    }

    @Produces
    @Singleton
    Supplier<InForce> inForce() {
        return reloader::get;
    }

    @Produces
    @Singleton
    RoundRunner rounds() {
        return reloader.rounds();
    }

    @Produces
    @Singleton
    Reload reload() {
        return reloader;
    }

    @Produces
    @Singleton
    AgentHealth wellbeing() {
        return health;
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
    DeliveryCounts deliveries() {
        return deliveries;
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
