package io.rcptwatch.watch;

import io.rcptwatch.limits.Limiter;
import io.rcptwatch.limits.QueuePriority;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.util.concurrent.CompletableFuture;

/**
 * What rounds ask, and how long that takes: the DNS and the mail hosts, or a simulation of them.
 */
public interface Probes {
    /** The provider that takes a target's mail, as far as that is known without the DNS. */
    Provider expectedProvider(Target target);

    /** Asks the DNS where to go; fails only by a mistake of ours. */
    CompletableFuture<Plan> plan(Target target);

    /**
     * Holds a conversation.
     *
     * @param priority of a wait for room for a further address of the host
     * @param room is closed when it is over
     * @param begins is run just before it begins, and may take a moment
     */
    CompletableFuture<Observation> hold(
            HostProbe probe, QueuePriority priority, Limiter.Room room, Runnable begins);
}
