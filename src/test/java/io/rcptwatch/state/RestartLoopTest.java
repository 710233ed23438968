package io.rcptwatch.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that is started and killed again and again is no more of a burden than one that lives.
 */
@Timeout(240)
class RestartLoopTest {
    private static final int STARTS = 50;
    private static final int RECEIVERS = 8;
    private static final int LONGEST_LIFE_MILLIS = 700;
    // These many at first are all killed by the first contact.
    private static final int KILLED_AT_ONCE = 10;
    // From when it is written down that a conversation begins to the receiver's seeing it.
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    @TempDir private Path folder = Path.of("");

    @Test
    void fifty_kills_in_a_row_cause_no_more_contacts_than_one_long_life() throws Exception {
        Semaphore news = new Semaphore(0);
        List<CountingReceiver> receivers = new ArrayList<>();
        for (int i = 1; i <= RECEIVERS; i++) {
            receivers.add(new CountingReceiver("127.0.9." + i, news));
        }
        long begin = System.nanoTime();
        try {
            killAgainAndAgain(receivers, news);
        } finally {
            for (CountingReceiver receiver : receivers) {
                receiver.close();
            }
        }
        Duration whole = Duration.ofNanos(System.nanoTime() - begin);

        long budget = whole.dividedBy(Survivor.INTERVAL) + 2;
        List<Integer> counts = receivers.stream().map(r -> r.contacts().size()).toList();
        System.out.printf(
                "%d starts in %d s: contacts %s, budget %d each, shortest gap %d ms%n",
                STARTS, whole.toSeconds(), counts, budget, shortestGap(receivers).toMillis());
        assertThat(counts).allMatch(count -> count <= budget);
        assertThat(counts.stream().mapToInt(n -> n).sum()).isGreaterThan(RECEIVERS * 2);
        assertThat(shortestGap(receivers)).isGreaterThan(Survivor.MIN_INTERVAL.minus(TOLERANCE));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("nothing was moved aside").hasSize(1);
        }
    }

    /**
     * Names of targets that come up within 0.3 s of a start, where nobody remembers that they were
     * asked: by the place in its interval that {@code Schedule} gives a name.
     */
    private static List<String> early() {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "d" + i + ".example")
                .filter(name -> ((name.hashCode() * 0x9E3779B9) >>> 1) < (1L << 31) / 80)
                .limit(RECEIVERS)
                .toList();
    }

    /** Some live for a while, the others are killed as soon as a receiver hears of them. */
    private void killAgainAndAgain(List<CountingReceiver> receivers, Semaphore news)
            throws Exception {
        List<String> arguments = new ArrayList<>();
        arguments.add(folder.resolve("state").toString());
        List<String> names = early();
        for (int i = 0; i < RECEIVERS; i++) {
            arguments.add(names.get(i) + "@" + receivers.get(i).authority());
        }
        Random random = new Random(5);
        for (int i = 0; i < STARTS; i++) {
            try (Child agent = Child.start(Survivor.class, arguments.toArray(String[]::new))) {
                assertThat(agent.readLine()).isEqualTo("watching");
                news.drainPermits();
                if (i >= KILLED_AT_ONCE && i % 2 == 0) {
                    Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                } else {
                    boolean _ = news.tryAcquire(LONGEST_LIFE_MILLIS, TimeUnit.MILLISECONDS);
                }
                agent.kill();
            }
        }
    }

    private static Duration shortestGap(List<CountingReceiver> receivers) {
        long shortest = Long.MAX_VALUE;
        for (CountingReceiver receiver : receivers) {
            List<Long> contacts = receiver.contacts();
            for (int i = 1; i < contacts.size(); i++) {
                shortest = Math.min(shortest, contacts.get(i) - contacts.get(i - 1));
            }
        }
        return Duration.ofNanos(shortest);
    }
}
