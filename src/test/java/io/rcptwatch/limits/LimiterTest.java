package io.rcptwatch.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Politeness.Allowance;
import io.rcptwatch.verdict.Provider;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LimiterTest {
    private static final Provider GOOGLE = new Provider("google");
    private static final QueuePriority PATIENCE =
            new QueuePriority(Instant.MIN, Duration.ofDays(1), Duration.ofMinutes(10));

    @Test
    void one_host_gets_as_many_conversations_at_once_as_allowed() throws Exception {
        assertThat(mostAtOnce(limiter(Samples.politeness(2, 100, 100)), 1, Provider.OTHER))
                .isEqualTo(2);
    }

    @Test
    void all_hosts_of_a_provider_share_its_room() throws Exception {
        assertThat(mostAtOnce(limiter(Samples.politeness(5, 3, 100)), 20, GOOGLE)).isEqualTo(3);
    }

    @Test
    void hosts_of_nobody_in_particular_share_nothing() throws Exception {
        assertThat(mostAtOnce(limiter(Samples.politeness(1, 1, 100)), 10, Provider.OTHER))
                .isEqualTo(10);
    }

    @Test
    void the_bound_on_all_conversations_holds_over_providers() throws Exception {
        assertThat(mostAtOnce(limiter(Samples.politeness(1, 100, 4)), 20, Provider.OTHER))
                .isEqualTo(4);
    }

    @Test
    void who_waits_for_a_busy_host_keeps_no_room_from_others() throws Exception {
        Limiter limiter = limiter(Samples.politeness(1, 2, 2));
        try (Limiter.Room _ = enter(limiter, host(1), Provider.OTHER)) {
            Thread _ = Thread.startVirtualThread(() -> enterAndLeave(limiter, host(1)));
            await(() -> limiter.waiting() == 1);
            try (Limiter.Room _ = enter(limiter, host(2), Provider.OTHER)) {
                assertThat(limiter.inFlight()).isEqualTo(2);
            }
        }
        await(() -> limiter.inFlight() == 0);
    }

    @Test
    void more_room_lets_in_who_waits_and_less_turns_nobody_out() throws Exception {
        Limiter limiter = limiter(Samples.politeness(1, 10, 10));
        Limiter.Room first = enter(limiter, host(1), GOOGLE);
        Thread waiting = Thread.startVirtualThread(() -> enterAndLeave(limiter, host(1)));
        await(() -> limiter.waiting() == 1);
        limiter.allow(Samples.politeness(2, 10, 10));
        waiting.join();

        Limiter.Room second = enter(limiter, host(1), GOOGLE);
        limiter.allow(Samples.politeness(1, 10, 10));
        assertThat(limiter.inFlight()).isEqualTo(2);
        second.close();
        Thread late = Thread.startVirtualThread(() -> enterAndLeave(limiter, host(1)));
        await(() -> limiter.waiting() == 1);
        first.close();
        late.join();
    }

    @Test
    void who_gives_up_waiting_leaves_no_trace() throws Exception {
        Limiter limiter = limiter(Samples.politeness(1, 1, 1));
        try (Limiter.Room _ = enter(limiter, host(1), GOOGLE)) {
            Thread waiting = Thread.startVirtualThread(() -> enterAndLeave(limiter, host(2)));
            await(() -> limiter.waiting() == 1);
            waiting.interrupt();
            waiting.join();
        }
        enter(limiter, host(2), GOOGLE).close();
        assertThat(limiter.inFlight()).isZero();
    }

    @Test
    void time_alone_lets_in_who_waits_for_the_minute_to_be_over() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Limiter limiter = limiter(perMinute(1), now::get);
        enter(limiter, host(1), GOOGLE).close();
        Thread waiting = Thread.startVirtualThread(() -> enterAndLeave(limiter, host(1)));
        await(() -> limiter.waiting() == 1);

        now.set(Instant.EPOCH.plusSeconds(62));

        waiting.join();
        assertThat(limiter.waiting()).isZero();
    }

    @Test
    void who_waits_too_long_is_told_so() throws Exception {
        Limiter limiter = limiter(perMinute(1));
        enter(limiter, host(1), GOOGLE).close();
        QueuePriority brief =
                new QueuePriority(Instant.MIN, Duration.ofMillis(30), Duration.ofMinutes(10));

        assertThat(limiter.enter(new LimitKey("default", host(1), GOOGLE), brief))
                .isEqualTo(new Limiter.Queued.Refused(Admission.DenialReason.BUDGET));
    }

    @Test
    void who_is_not_wanted_is_turned_away_at_once() throws Exception {
        Limiter limiter = limiter(perMinute(100));
        try (Limiter.Room room = enter(limiter, host(1), GOOGLE)) {
            room.heard(new ReceiverFeedback.Unwanted(Duration.ZERO, Outcome.IP_BLOCKED));
        }

        assertThat(limiter.enter(new LimitKey("default", host(2), GOOGLE), PATIENCE))
                .isEqualTo(new Limiter.Queued.Refused(Admission.DenialReason.BACKOFF));
        assertThat(limiter.backoffs()).hasSize(1);
    }

    @Test
    void a_stop_turns_away_who_waits_and_who_comes_later() throws Exception {
        Limiter limiter = limiter(perMinute(1));
        enter(limiter, host(1), GOOGLE).close();
        List<Limiter.Queued> entries = new CopyOnWriteArrayList<>();
        Thread waiting = Thread.startVirtualThread(() -> entries.add(entry(limiter)));
        await(() -> limiter.waiting() == 1);

        limiter.close();
        waiting.join();
        entries.add(entry(limiter));

        assertThat(entries)
                .containsExactly(
                        new Limiter.Queued.Refused(Admission.DenialReason.BUDGET),
                        new Limiter.Queued.Refused(Admission.DenialReason.BUDGET));
    }

    private static Limiter.Queued entry(Limiter limiter) {
        try {
            return limiter.enter(new LimitKey("default", host(1), GOOGLE), PATIENCE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Politeness perMinute(int conversations) {
        return Samples.politeness(
                new Allowance(10, conversations, 1_000),
                new Allowance(10, 1_000, 1_000),
                new Allowance(10, 1_000, 1_000));
    }

    private static Limiter limiter(Politeness politeness) {
        return limiter(politeness, InstantSource.system());
    }

    private static Limiter limiter(Politeness politeness, InstantSource clock) {
        return new Limiter(politeness, new Random(1), clock);
    }

    private static Limiter.Room enter(Limiter limiter, InetAddress host, Provider provider)
            throws InterruptedException {
        return switch (limiter.enter(new LimitKey("default", host, provider), PATIENCE)) {
            case Limiter.Queued.Admitted(Limiter.Room room) -> room;
            case Limiter.Queued.Refused refused -> throw new AssertionError(refused);
        };
    }

    private static void enterAndLeave(Limiter limiter, InetAddress host) {
        try {
            enter(limiter, host, GOOGLE).close();
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
        try (Limiter.Room _ = enter(limiter, host, provider)) {
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
