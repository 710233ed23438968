package io.rcptwatch.app;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import io.rcptwatch.config.Configuration;
import io.rcptwatch.metrics.Metrics;
import io.rcptwatch.watch.Agent;
import io.rcptwatch.watch.AgentSettings;
import io.rcptwatch.watch.Environment;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.web.Reload;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads the configuration again while the agent runs: all of it holds from then on, or nothing. */
final class Reloader implements Reload, Supplier<AgentSettings> {
    private static final System.Logger LOG = System.getLogger(Reloader.class.getName());

    private static final String RESTART = "allowed: the same until a restart";

    /** What is set up once, at the start. */
    private static final List<Fixed> FIXED =
            List.of(
                    new Fixed("sandbox", Configuration::sandbox),
                    new Fixed("state", Configuration::state));

    private final Path file;
    private final Environment surroundings;
    private final Agent agent;
    private final OwnIdentities identities;
    private final Metrics metrics;
    private final InstantSource clock;
    private ProberWiring instruments;
    private volatile ConfigurationReading.Fit inForce;

    /** A key that takes a restart. */
    private record Fixed(String key, Function<Configuration, Object> value) {
        boolean differs(Configuration one, Configuration other) {
            return !value.apply(one).equals(value.apply(other));
        }
    }

    Reloader(
            Path file,
            ConfigurationReading.Fit inForce,
            Environment surroundings,
            Agent agent,
            OwnIdentities identities,
            ProberWiring instruments,
            Metrics metrics,
            InstantSource clock) {
        this.file = file;
        this.inForce = inForce;
        this.surroundings = surroundings;
        this.agent = agent;
        this.identities = identities;
        this.instruments = instruments;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What the agent works by now. */
    @Override
    public AgentSettings get() {
        return inForce.settings();
    }

    Configuration configuration() {
        return inForce.configuration();
    }

    @Override
    public synchronized List<String> reload() {
        List<String> complaints =
                switch (ConfigurationReading.of(file)) {
                    case ConfigurationReading.Fit fit -> applied(fit);
                    case ConfigurationReading.Unfit(List<String> mistakes) -> mistakes;
                };
        if (complaints.isEmpty()) {
            metrics.configured();
            LOG.log(INFO, "The configuration was read again and is in force: " + file);
        } else {
            metrics.misconfigured();
            LOG.log(
                    ERROR,
                    "The configuration is not fit, the one before stays in force:\n"
                            + String.join("\n", complaints));
        }
        return complaints;
    }

    private List<String> applied(ConfigurationReading.Fit next) {
        List<String> fixed =
                FIXED.stream()
                        .filter(f -> f.differs(inForce.configuration(), next.configuration()))
                        .map(f -> complaint(f.key(), "differs from what is running; " + RESTART))
                        .toList();
        return fixed.isEmpty() ? put(next) : fixed;
    }

    private List<String> put(ConfigurationReading.Fit next) {
        AgentSettings now = next.settings();
        instruments = instruments.renewed(inForce.settings(), now, surroundings, clock);
        instruments.limiter().allow(now.politeness());
        instruments.pacing().allow(now.politeness());
        instruments.egress().renew(next.configuration().egress());
        instruments.egress().watch(now.targets());
        identities.renew(inForce.configuration(), next.configuration());
        inForce = next;
        agent.renew(now.targets(), now.politeness().minInterval(), instruments);
        return List.of();
    }

    private String complaint(String key, String what) {
        return file + ":1:1: " + key + ": " + what;
    }
}
