package io.rcptwatch.watch;

import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Target;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whether the agent can do its work. Everything is looked at anew each time: what is over is over.
 */
public final class AgentHealth implements Consumer<LedgerEvent> {
    /** The loop ticks every second. */
    static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(10);

    /** Accepting whoever asks us how we are takes some, too. */
    static final long FEWEST_DESCRIPTORS = 20;

    /** So many domains in a row whose lookups all failed: one of them may be to blame itself. */
    static final int SILENT_DOMAINS = 5;

    private final Descriptors descriptors;
    private final Duration longestStandstill;
    private final Set<DomainName> silent = new HashSet<>();
    // Not by the clock, which may be put, and which goes on while the machine sleeps.
    private volatile long lastTick = System.nanoTime();

    /** Watches over this process. */
    public AgentHealth() {
        this(Descriptors.ofProcess(), LONGEST_STANDSTILL);
    }

    /**
     * Watches over a process.
     *
     * @param descriptors those of the process
     * @param longestStandstill how long the loop may not tick
     */
    public AgentHealth(Descriptors descriptors, Duration longestStandstill) {
        this.descriptors = descriptors;
        this.longestStandstill = longestStandstill;
    }

    /** The loop is alive: to be called every second or oftener. */
    public void ticked() {
        lastTick = System.nanoTime();
    }

    @Override
    public void accept(LedgerEvent event) {
        Target target = event.after().target();
        // Hosts that the configuration names may be asked without the DNS.
        if (event.cause() instanceof LedgerEntry.Finished(Round round)
                && target.hosts().isEmpty()) {
            note(target.domain(), round.observations().stream().allMatch(AgentHealth::unanswered));
        }
    }

    private static boolean unanswered(Observation observation) {
        return observation.verdict().outcome() == Outcome.DNS_ERROR
                && observation.conversation().ending() instanceof ProbeEnd.NoRoute;
    }

    private synchronized void note(DomainName domain, boolean failed) {
        if (failed) {
            if (silent.size() < SILENT_DOMAINS) {
                silent.add(domain);
            }
        } else {
            silent.clear();
        }
    }

    private synchronized boolean resolverSilent() {
        return silent.size() >= SILENT_DOMAINS;
    }

    /** What is wrong now; nothing, where all is well. */
    public Set<HealthProblem> ailments() {
        Set<HealthProblem> ailments = EnumSet.noneOf(HealthProblem.class);
        if (System.nanoTime() - lastTick > longestStandstill.toNanos()) {
            ailments.add(HealthProblem.SCHEDULE_STALLED);
        }
        if (descriptors.left() < FEWEST_DESCRIPTORS) {
            ailments.add(HealthProblem.DESCRIPTORS_USED_UP);
        }
        if (resolverSilent()) {
            ailments.add(HealthProblem.RESOLVER_SILENT);
        }
        return ailments;
    }
}
