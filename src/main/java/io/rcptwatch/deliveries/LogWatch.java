package io.rcptwatch.deliveries;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Follows the log of our own mail server and counts what it says. Each batch of lines is counted
 * only once its place is kept: so a kill at any moment counts nothing twice.
 */
public final class LogWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rcptwatch.deliveries");
    private static final Duration PAUSE = Duration.ofSeconds(1);
    // So many batches in a row that did not reach the end: it is far behind.
    private static final int BEHIND = 300;

    private final String source;
    private final String identity;
    private final LogFollower follower;
    private final LogFormat format = new MailLog();
    private final DeliveryJudge judge;
    private final DeliveryCounts counts;
    private final LogMemory memory;
    private final InstantSource clock;
    private final Thread thread = Thread.ofVirtual().name("log").unstarted(this::run);
    private Optional<String> complaint = Optional.empty();
    private int unfinished;
    private volatile boolean closed;

    /**
     * Follows that file.
     *
     * @param identity whose deliveries these are
     */
    public LogWatch(
            Path file,
            String identity,
            DeliveryJudge judge,
            DeliveryCounts counts,
            LogMemory memory,
            InstantSource clock) {
        this.source = file.toString();
        this.identity = identity;
        this.judge = judge;
        this.counts = counts;
        this.memory = memory;
        this.clock = clock;
        this.follower = new LogFollower(file, memory.place(source));
        counts.health(source, true);
    }

    /** Begins to follow. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                if (!step()) {
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException _) {
            // close() ends the wait.
        }
    }

    /** Counts what came; whether more can be read at once. */
    boolean step() throws InterruptedException {
        try {
            LogFollower.Batch batch = follower.read();
            if (batch.place().isPresent()) {
                memory.keep(source, batch.place().get());
            }
            batch.lines().forEach(this::count);
            unfinished = batch.more() ? unfinished + 1 : 0;
            counts.health(source, unfinished < BEHIND);
            well();
            return batch.more();
        } catch (IOException e) {
            counts.health(source, false);
            unwell(LogFailure.reason(e));
            return false;
        }
    }

    private void count(String line) {
        LogReading reading = format.read(line);
        counts.line(source, reading, clock.instant());
        if (reading instanceof LogReading.Delivered(List<Delivery> deliveries)) {
            deliveries.forEach(
                    delivery -> counts.add(identity, judge.judge(delivery), clock.instant()));
        }
    }

    private void unwell(String why) {
        if (!complaint.equals(Optional.of(why))) {
            LOG.log(WARNING, "Cannot read the log {0}: {1}", source, why);
            complaint = Optional.of(why);
        }
    }

    private void well() {
        if (complaint.isPresent()) {
            LOG.log(INFO, "Reading the log {0} again", source);
            complaint = Optional.empty();
        }
    }

    /** Ends when the batch that is counted now is over. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(3));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        counts.forget(source);
        try {
            follower.close();
        } catch (IOException e) {
            LOG.log(WARNING, "Cannot close the log " + source, e);
        }
    }
}
