package io.rcptwatch.selfcheck;

import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at each identity at the start and ever after, and keeps what was found last. */
public final class IdentityWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(IdentityWatch.class.getName());
    private static final double JITTER = 0.1;

    private final IdentityChecker examiner;
    private final Duration interval;
    private final Random random = new Random();
    private final List<String> names;
    private final Map<String, IdentityState> standings = new ConcurrentHashMap<>();
    private final Map<CheckedIdentity, Thread> loops = new LinkedHashMap<>();

    /**
     * Watches these, from {@link #start} on.
     *
     * @param interval from the end of one look to the next, a tenth more or less
     */
    public IdentityWatch(
            List<CheckedIdentity> vantages, IdentityChecker examiner, Duration interval) {
        this.examiner = examiner;
        this.interval = interval;
        this.names = vantages.stream().map(vantage -> vantage.identity().name()).toList();
        for (CheckedIdentity vantage : vantages) {
            IdentityState unknown =
                    new IdentityState(
                            vantage.identity(), examiner.lists(), Optional.empty(), Map.of());
            standings.put(vantage.identity().name(), unknown);
            loops.put(vantage, Thread.ofVirtual().name("identity").unstarted(() -> loop(vantage)));
        }
    }

    /** Begins to watch, if it has not yet. */
    public synchronized void start() {
        loops.values().stream()
                .filter(loop -> loop.getState() == Thread.State.NEW)
                .forEach(Thread::start);
    }

    /** How each identity stands, in the order of the configuration. */
    public List<IdentityState> standings() {
        return names.stream()
                .flatMap(name -> Optional.ofNullable(standings.get(name)).stream())
                .toList();
    }

    private void loop(CheckedIdentity vantage) {
        try {
            while (true) {
                look(vantage);
                Thread.sleep(pause());
            }
        } catch (InterruptedException e) {
            // close() wakes the loop: it is over.
            return;
        }
    }

    void look(CheckedIdentity vantage) throws InterruptedException {
        try {
            note(vantage.identity().name(), examiner.examine(vantage));
        } catch (RuntimeException e) {
            // A mistake of ours in one look must not end the watch.
            LOG.log(ERROR, "A look at " + vantage.identity().name() + " was given up", e);
        }
    }

    private void note(String name, IdentityCheckRun examination) {
        Optional<IdentityState> before = Optional.ofNullable(standings.get(name));
        before.map(standing -> standing.after(examination))
                .ifPresent(
                        after -> {
                            standings.put(name, after);
                            IdentityLog.write(before.orElse(after), after);
                        });
    }

    /** Identities that were looked at together need not always be. */
    private Duration pause() {
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        return Duration.ofMillis((long) (interval.toMillis() * factor));
    }

    /** Stops; what a look would still find is not noted. */
    @Override
    public synchronized void close() {
        loops.values().forEach(Thread::interrupt);
    }
}
