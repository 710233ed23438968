package io.rcptwatch.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;

/**
 * Clients that we wait for. Each has so much time, and there are at most so many: one more closes
 * the connection of the client that has been slow for longest, so that slow clients never keep
 * quick ones out. May be used by any number of threads at once.
 */
final class SlowClients {
    private final int most;
    private final Duration limit;
    private final SequencedSet<Wait> waits = new LinkedHashSet<>();

    /**
     * Bounds them.
     *
     * @param most how many clients may be waited for at once
     * @param limit for how long each
     */
    SlowClients(int most, Duration limit) {
        this.most = most;
        this.limit = limit;
    }

    /** Waits for a client from now on. */
    Wait await(Channel client) {
        Wait wait = new Wait(client);
        Optional<Wait> oldest = Optional.empty();
        synchronized (waits) {
            waits.add(wait);
            if (waits.size() > most) {
                oldest = Optional.of(waits.removeFirst());
            }
        }
        oldest.ifPresent(Wait::hangUp);
        return wait;
    }

    /** Closes the connections of all. */
    void closeAll() {
        List<Wait> all;
        synchronized (waits) {
            all = List.copyOf(waits);
        }
        all.forEach(Wait::hangUp);
    }

    /** One client that we wait for. */
    final class Wait {
        private final Channel client;
        private final Future<?> timeout;
        private final ChannelFutureListener gone = _ -> end();

        private Wait(Channel client) {
            this.client = client;
            timeout =
                    client.eventLoop()
                            .schedule(this::hangUp, limit.toMillis(), TimeUnit.MILLISECONDS);
            client.closeFuture().addListener(gone);
        }

        private void hangUp() {
            var _ = client.close(); // what comes of it is of no interest
        }

        /** The client did its part. */
        void end() {
            synchronized (waits) {
                waits.remove(this);
            }
            timeout.cancel(false);
            client.closeFuture().removeListener(gone);
        }
    }
}
