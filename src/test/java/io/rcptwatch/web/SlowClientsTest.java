package io.rcptwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlowClientsTest {
    private final SlowClients clients = new SlowClients(3, Duration.ofSeconds(10));

    private List<EmbeddedChannel> waiting(int count) {
        return Stream.generate(EmbeddedChannel::new)
                .limit(count)
                .peek(EmbeddedChannel::freezeTime)
                .peek(clients::await)
                .toList();
    }

    private static void hangUp(EmbeddedChannel client) {
        var _ = client.close();
    }

    private static void pass(EmbeddedChannel client, int seconds) {
        client.advanceTimeBy(seconds, TimeUnit.SECONDS);
        client.runScheduledPendingTasks();
    }

    @Test
    void one_too_many_closes_the_one_that_is_slow_for_longest() {
        assertThat(waiting(5).stream().map(EmbeddedChannel::isOpen))
                .containsExactly(false, false, true, true, true);
    }

    @Test
    void a_client_that_takes_too_long_is_closed() {
        EmbeddedChannel client = waiting(1).getFirst();

        pass(client, 9);
        assertThat(client.isOpen()).isTrue();
        pass(client, 1);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void a_client_that_did_its_part_is_neither_closed_nor_counted() {
        EmbeddedChannel quick = new EmbeddedChannel();
        quick.freezeTime();
        clients.await(quick).end();
        List<EmbeddedChannel> others = waiting(3);
        pass(quick, 60);

        assertThat(quick.isOpen()).isTrue();
        assertThat(others).allMatch(EmbeddedChannel::isOpen);
    }

    @Test
    void a_client_that_has_gone_is_not_counted() {
        EmbeddedChannel first = waiting(1).getFirst();
        EmbeddedChannel gone = waiting(1).getFirst();
        hangUp(gone);
        waiting(2);

        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void work_for_a_caller_that_goes_is_interrupted() {
        EmbeddedChannel caller = new EmbeddedChannel();
        try (CallerWatch _ = new CallerWatch(caller)) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            hangUp(caller);
        }

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void work_after_that_is_not() {
        EmbeddedChannel caller = new EmbeddedChannel();
        new CallerWatch(caller).close();
        hangUp(caller);

        assertThat(Thread.interrupted()).isFalse();
    }
}
