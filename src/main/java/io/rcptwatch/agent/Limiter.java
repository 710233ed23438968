package io.rcptwatch.agent;

import io.rcptwatch.target.Politeness;
import io.rcptwatch.verdict.Provider;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds conversations back until there is room for them: at one host, at one provider and in all,
 * first come first served. One limiter for whoever wants to probe.
 */
public final class Limiter {
    private final Slots<InetAddress> hosts;
    private final Slots<Provider> providers;
    private final Places all;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Allows what that politeness allows. */
    public Limiter(Politeness politeness) {
        hosts = new Slots<>(politeness.perHostConnections());
        providers = new Slots<>(politeness.perProviderConnections());
        all = new Places(politeness.maxInFlight());
    }

    /** Allows what that politeness allows from now on; nobody who has room loses it. */
    public void allow(Politeness politeness) {
        hosts.resize(politeness.perHostConnections());
        providers.resize(politeness.perProviderConnections());
        all.resize(politeness.maxInFlight());
    }

    /** Conversations that are held right now. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Room for one conversation, until it is closed. */
    public interface Room extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for room. Taken from the narrowest bound to the widest: who waits for a busy host or
     * provider keeps no room from others.
     *
     * @throws InterruptedException where the agent stops meanwhile
     */
    public Room enter(InetAddress host, Provider provider) throws InterruptedException {
        Room atHost = hosts.enter(host);
        try {
            Room atProvider = enter(provider);
            try {
                all.acquire();
            } catch (InterruptedException e) {
                atProvider.close();
                throw e;
            }
            inFlight.incrementAndGet();
            return () -> {
                inFlight.decrementAndGet();
                all.release();
                atProvider.close();
                atHost.close();
            };
        } catch (InterruptedException e) {
            atHost.close();
            throw e;
        }
    }

    private Room enter(Provider provider) throws InterruptedException {
        // "other" is no provider: its hosts have nothing in common.
        return provider.equals(Provider.OTHER) ? () -> {} : providers.enter(provider);
    }

    /** A number of places that can change while some are taken. */
    private static final class Places extends Semaphore {
        private static final long serialVersionUID = 1;

        private int size;

        Places(int size) {
            super(size, true);
            this.size = size;
        }

        synchronized void resize(int changed) {
            if (changed > size) {
                release(changed - size);
            } else {
                reducePermits(size - changed);
            }
            size = changed;
        }
    }

    /** Some slots for each key, kept only while somebody uses or awaits one. */
    private static final class Slots<K> {
        private final Map<K, Slot> slots = new ConcurrentHashMap<>();
        private volatile int each;

        Slots(int each) {
            this.each = each;
        }

        private record Slot(Places places, int users) {}

        void resize(int changed) {
            each = changed;
            slots.values().forEach(slot -> slot.places().resize(changed));
        }

        Room enter(K key) throws InterruptedException {
            Places places = join(key).places();
            try {
                places.acquire();
            } catch (InterruptedException e) {
                leave(key);
                throw e;
            }
            return () -> {
                places.release();
                leave(key);
            };
        }

        private Slot join(K key) {
            Slot slot =
                    slots.merge(
                            key,
                            new Slot(new Places(each), 1),
                            (before, _) -> new Slot(before.places(), before.users() + 1));
            // Where it was made while the size changed.
            slot.places().resize(each);
            return slot;
        }

        private void leave(K key) {
            slots.computeIfPresent(
                    key,
                    (_, slot) ->
                            slot.users() == 1 ? null : new Slot(slot.places(), slot.users() - 1));
        }
    }
}
