package io.rcptwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.verdict.Provider;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LimiterTest {
    private static final Provider GOOGLE = new Provider("google");

    @Test
    void one_host_gets_as_many_conversations_at_once_as_allowed() throws Exception {
        assertThat(mostAtOnce(new Limiter(Samples.politeness(2, 100, 100)), 1, Provider.OTHER))
                .isEqualTo(2);
    }

    @Test
    void all_hosts_of_a_provider_share_its_room() throws Exception {
        assertThat(mostAtOnce(new Limiter(Samples.politeness(5, 3, 100)), 20, GOOGLE)).isEqualTo(3);
    }

    @Test
    void hosts_of_nobody_in_particular_share_nothing() throws Exception {
        assertThat(mostAtOnce(new Limiter(Samples.politeness(1, 1, 100)), 10, Provider.OTHER))
                .isEqualTo(10);
    }

    @Test
    void the_bound_on_all_conversations_holds_over_providers() throws Exception {
        assertThat(mostAtOnce(new Limiter(Samples.politeness(1, 100, 4)), 20, Provider.OTHER))
                .isEqualTo(4);
    }

    @Test
    void who_waits_for_a_busy_host_keeps_no_room_from_others() throws Exception {
        Limiter limiter = new Limiter(Samples.politeness(1, 2, 2));
        try (Limiter.Room _ = limiter.enter(host(1), Provider.OTHER)) {
            Thread waiting = Thread.startVirtualThread(() -> enterAndLeave(limiter, host(1)));
            await(() -> waiting.getState() == Thread.State.WAITING);
            try (Limiter.Room _ = limiter.enter(host(2), Provider.OTHER)) {
                assertThat(limiter.inFlight()).isEqualTo(2);
            }
        }
        await(() -> limiter.inFlight() == 0);
    }

    @Test
    void more_room_lets_in_who_waits_and_less_turns_nobody_out() throws Exception {
        Limiter limiter = new Limiter(Samples.politeness(1, 10, 10));
        Limiter.Room first = limiter.enter(host(1), GOOGLE);
        Thread waiting = Thread.startVirtualThread(() -> enterAndLeave(limiter, host(1)));
        await(() -> waiting.getState() == Thread.State.WAITING);
        limiter.allow(Samples.politeness(2, 10, 10));
        waiting.join();

        Limiter.Room second = limiter.enter(host(1), GOOGLE);
        limiter.allow(Samples.politeness(1, 10, 10));
        assertThat(limiter.inFlight()).isEqualTo(2);
        second.close();
        Thread late = Thread.startVirtualThread(() -> enterAndLeave(limiter, host(1)));
        await(() -> late.getState() == Thread.State.WAITING);
        first.close();
        late.join();
    }

    @Test
    void who_gives_up_waiting_leaves_no_trace() throws Exception {
        Limiter limiter = new Limiter(Samples.politeness(1, 1, 1));
        try (Limiter.Room _ = limiter.enter(host(1), GOOGLE)) {
            Thread waiting = Thread.startVirtualThread(() -> enterAndLeave(limiter, host(2)));
            await(() -> waiting.getState() == Thread.State.WAITING);
            waiting.interrupt();
            waiting.join();
        }
        limiter.enter(host(2), GOOGLE).close();
        assertThat(limiter.inFlight()).isZero();
    }

    private static void enterAndLeave(Limiter limiter, InetAddress host) {
        try {
            limiter.enter(host, GOOGLE).close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many of 40 conversations are held at once, over so many hosts. */
    private static int mostAtOnce(Limiter limiter, int hosts, Provider provider)
            throws InterruptedException {
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            InetAddress host = host(i % hosts + 1);
            threads.add(Thread.startVirtualThread(() -> hold(limiter, host, provider, most)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(limiter.inFlight()).isZero();
        return most.get();
    }

    private static void hold(
            Limiter limiter, InetAddress host, Provider provider, AtomicInteger most) {
        try (Limiter.Room _ = limiter.enter(host, provider)) {
            most.accumulateAndGet(limiter.inFlight(), Math::max);
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static InetAddress host(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) number});
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(5);
        }
    }
}
