package io.rcptwatch.app;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import io.rcptwatch.deliveries.DeliveryCounts;
import io.rcptwatch.deliveries.DeliveryJudge;
import io.rcptwatch.deliveries.LogMemory;
import io.rcptwatch.watch.AgentHealth;
import io.rcptwatch.watch.Engine;
import io.rcptwatch.watch.ProberWiring;
import io.rcptwatch.watch.RoundRunner;
import io.rcptwatch.web.Reload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes a {@link Generation} of each configuration: the first one at the start, and at each reload
 * the next one, which takes over from the one before; all of it holds from then on, or nothing.
 */
final class Reloader implements Reload, Supplier<Generation> {
    private static final System.Logger LOG = System.getLogger(Reloader.class.getName());

    private final Shared shared;
    private final AgentHealth health;
    private final RoundRunner rounds;
    private final Consumer<Boolean> result;
    private final DeliveryCounts deliveries;
    private final ReentrantLock applying = new ReentrantLock(true);
    private final Object queue = new Object();
    private Optional<CompletableFuture<List<String>>> waiting = Optional.empty();
    private volatile Generation current;

    /**
     * Makes the first generation; nothing is started yet.
     *
     * @param deliveries counts what the logs say
     * @param result hears of each reload whether it succeeded
     */
    Reloader(
            ConfigurationReading.Fit first,
            Shared shared,
            AgentHealth health,
            DeliveryCounts deliveries,
            Consumer<Boolean> result)
            throws RefusedException {
        this.deliveries = deliveries;
        this.shared = shared;
        this.health = health;
        this.result = result;
        Optional<World> world = World.of(first, Optional.empty());
        Optional<Memory> memory = Memory.of(first, Optional.empty(), false, shared);
        // After the memory: it knows when each target was last asked.
        this.rounds =
                new RoundRunner(
                        shared.ledger(),
                        shared.limiter(),
                        shared.pacer(),
                        shared.shutdown(),
                        shared.clock());
        this.current =
                generation(
                        first,
                        world,
                        memory,
                        wiring(first, world, Optional.empty()),
                        Optional.empty());
    }

    RoundRunner rounds() {
        return rounds;
    }

    @Override
    public Generation get() {
        return current;
    }

    /** Reloads that wait fold into one: it reads what the files say after all of them came. */
    @Override
    public List<String> reload() {
        CompletableFuture<List<String>> mine = new CompletableFuture<>();
        CompletableFuture<List<String>> next;
        synchronized (queue) {
            next = waiting.orElse(mine);
            waiting = Optional.of(next);
        }
        if (next == mine) {
            perform(mine);
        }
        return mine == next ? mine.join() : joined(next);
    }

    private static List<String> joined(CompletableFuture<List<String>> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** The same for a signal, which waits for no answer: nothing to do if one waits already. */
    void reloadSoon() {
        synchronized (queue) {
            if (waiting.isPresent()) {
                return;
            }
        }
        reload();
    }

    private void perform(CompletableFuture<List<String>> mine) {
        applying.lock();
        try {
            synchronized (queue) {
                waiting = Optional.empty();
            }
            mine.complete(reloaded());
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            applying.unlock();
        }
    }

    private List<String> reloaded() {
        List<String> complaints =
                switch (ConfigurationReading.of(current.reading().file())) {
                    case ConfigurationReading.Fit fit -> applied(fit);
                    case ConfigurationReading.Unfit(List<String> mistakes) -> mistakes;
                };
        result.accept(complaints.isEmpty());
        if (complaints.isEmpty()) {
            LOG.log(INFO, "Reloaded the configuration: " + current.reading().file());
        } else {
            LOG.log(
                    ERROR,
                    "Reload failed, keeping the previous configuration:\n"
                            + String.join("\n", complaints));
        }
        return complaints;
    }

    private List<String> applied(ConfigurationReading.Fit next) {
        List<String> here =
                next.complaintsHere(current.memory().map(memory -> memory.settings().file()));
        if (!here.isEmpty()) {
            return here;
        }
        try {
            Generation before = current;
            current = after(before, next);
            current.start();
            before.end(current);
            return List.of();
        } catch (RefusedException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private Generation after(Generation before, ConfigurationReading.Fit next)
            throws RefusedException {
        Optional<World> world = World.of(next, before.world());
        try {
            ProberWiring wiring = wiring(next, world, Optional.of(before.wiring()));
            Optional<Memory> memory = Memory.of(next, before.memory(), true, shared);
            return generation(next, world, memory, wiring, Optional.of(before));
        } catch (RefusedException e) {
            world.filter(w -> !before.world().equals(world)).ifPresent(World::close);
            throw e;
        }
    }

    private ProberWiring wiring(
            ConfigurationReading.Fit reading,
            Optional<World> world,
            Optional<ProberWiring> before) {
        return ProberWiring.of(
                reading.settings(),
                World.environment(world),
                shared.limiter(),
                shared.shutdown(),
                before,
                shared.clock());
    }

    /** Takes over from the generation before. */
    private Generation generation(
            ConfigurationReading.Fit reading,
            Optional<World> world,
            Optional<Memory> memory,
            ProberWiring wiring,
            Optional<Generation> before) {
        OwnIdentities own =
                before.map(b -> b.own().by(reading.configuration(), shared.clock()))
                        .orElseGet(
                                () -> new OwnIdentities(reading.configuration(), shared.clock()));
        // One reader at a time, or lines would be counted twice.
        before.ifPresent(b -> b.logs().close());
        OwnLogs logs =
                OwnLogs.of(
                        reading.configuration().logs(),
                        new DeliveryJudge(reading.judge()),
                        deliveries,
                        memory.<LogMemory>map(Memory::logs).orElse(shared.logs()),
                        shared.clock());
        Engine engine =
                new Engine(
                        reading.settings(),
                        wiring,
                        rounds,
                        health::ticked,
                        before.map(Generation::engine),
                        shared.clock());
        return new Generation(reading, world, memory, own, logs, wiring, engine);
    }

    /** Stops: the conversations end politely, then all the rest. */
    void close() {
        applying.lock();
        try {
            current.engine().close();
            rounds.close();
            current.end();
        } finally {
            applying.unlock();
        }
    }
}
