package io.rcptwatch.wire;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes sockets whose time is over, whatever a thread waits in: a write has no timeout of its own.
 * It has a thread of its own, so that it runs even where the virtual ones are kept from it.
 */
final class Watchdog {
    private static final long PERIOD = Duration.ofMillis(200).toNanos();
    private static final Set<DeadlineSocket> OPEN = ConcurrentHashMap.newKeySet();
    // Set before it looks whether any is open, read after one was added: no wake-up is lost.
    private static volatile boolean idle;
    private static final Thread THREAD =
            Thread.ofPlatform().daemon().name("socket-watchdog").start(Watchdog::run);

    private Watchdog() {}

    static void watch(DeadlineSocket socket) {
        OPEN.add(socket);
        if (idle) {
            LockSupport.unpark(THREAD);
        }
    }

    static void forget(DeadlineSocket socket) {
        OPEN.remove(socket);
    }

    private static void run() {
        while (true) {
            idle = true;
            while (OPEN.isEmpty()) {
                LockSupport.park(OPEN);
            }
            idle = false;
            OPEN.forEach(DeadlineSocket::closeIfLate);
            LockSupport.parkNanos(OPEN, PERIOD);
        }
    }
}
