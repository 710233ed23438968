package io.rcptwatch.watch;

import io.rcptwatch.wire.Shutdown;
import java.util.List;
import java.util.function.Consumer;

/** Those who hear what the agent finds out. */
final class Audience {
    private final List<AgentListener> listeners;
    private final Shutdown shutdown;

    Audience(List<AgentListener> listeners, Shutdown shutdown) {
        this.listeners = List.copyOf(listeners);
        this.shutdown = shutdown;
    }

    void tell(Consumer<AgentListener> news) {
        listeners.forEach(news);
    }

    /** A conversation that we broke off ourselves says nothing that anybody should hear. */
    void tellUnlessStopping(Consumer<AgentListener> news) {
        if (!shutdown.begun()) {
            tell(news);
        }
    }
}
