package io.rcptwatch.app;

import io.rcptwatch.egress.EgressWatch;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.selfcheck.IdentityWatch;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.Engine;
import io.rcptwatch.watch.EngineSettings;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.web.InForce;
import java.util.Optional;

/** All that one configuration makes. What did not change is taken over from the one before. */
record Generation(
        ConfigurationReading.Fit reading,
        Optional<World> world,
        Optional<Memory> memory,
        OwnIdentities own,
        OwnLogs logs,
        ProberWiring wiring,
        Engine engine)
        implements InForce {
    void start() {
        own.start();
        wiring.egress().start();
        engine.start();
        logs.start();
    }

    /** Ends what the next one has not taken over; rounds that go on end with what they began. */
    void end(Generation next) {
        wiring.egress().close();
        if (own != next.own) {
            own.close();
        }
        memory.filter(m -> !next.memory.equals(memory)).ifPresent(Memory::close);
        world.filter(w -> !next.world.equals(world)).ifPresent(World::close);
    }

    /** Ends all of it: the process stops. */
    void end() {
        logs.close();
        wiring.egress().close();
        own.close();
        memory.ifPresent(Memory::close);
        world.ifPresent(World::close);
    }

    @Override
    public EngineSettings settings() {
        return engine.settings();
    }

    @Override
    public EgressWatch egress() {
        return wiring.egress();
    }

    @Override
    public IdentityWatch identities() {
        return own.watch();
    }

    @Override
    public Archive archive() {
        return memory.<Archive>map(Memory::targets).orElse(Archive.NONE);
    }

    @Override
    public Optional<Sandbox> sandbox() {
        return world.map(World::sandbox);
    }
}
