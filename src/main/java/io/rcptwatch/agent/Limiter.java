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
    private final Semaphore all;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Allows what that politeness allows. */
    public Limiter(Politeness politeness) {
        hosts = new Slots<>(politeness.perHostConnections());
        providers = new Slots<>(politeness.perProviderConnections());
        all = new Semaphore(politeness.maxInFlight(), true);
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

    /** Some slots for each key, kept only while somebody uses or awaits one. */
    private static final class Slots<K> {
        private final Map<K, Slot> slots = new ConcurrentHashMap<>();
        private final int each;

        Slots(int each) {
            this.each = each;
        }

        private record Slot(Semaphore semaphore, int users) {}

        Room enter(K key) throws InterruptedException {
            Semaphore semaphore = join(key).semaphore();
            try {
                semaphore.acquire();
            } catch (InterruptedException e) {
                leave(key);
                throw e;
            }
            return () -> {
                semaphore.release();
                leave(key);
            };
        }

        private Slot join(K key) {
            return slots.merge(
                    key,
                    new Slot(new Semaphore(each, true), 1),
                    (slot, _) -> new Slot(slot.semaphore(), slot.users() + 1));
        }

        private void leave(K key) {
            slots.computeIfPresent(
                    key,
                    (_, slot) ->
                            slot.users() == 1
                                    ? null
                                    : new Slot(slot.semaphore(), slot.users() - 1));
        }
    }
}
