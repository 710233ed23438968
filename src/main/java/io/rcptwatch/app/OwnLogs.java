package io.rcptwatch.app;

import io.rcptwatch.config.LogSettings;
import io.rcptwatch.deliveries.DeliveryCounts;
import io.rcptwatch.deliveries.DeliveryJudge;
import io.rcptwatch.deliveries.LogMemory;
import io.rcptwatch.deliveries.LogWatch;
import java.time.InstantSource;
import java.util.List;

/** The logs of our own mail server that a configuration names, while they are followed. */
final class OwnLogs implements AutoCloseable {
    private final List<LogWatch> watches;

    private OwnLogs(List<LogWatch> watches) {
        this.watches = watches;
    }

    /** Reads on where the memory says; nothing is read before {@link #start}. */
    static OwnLogs of(
            List<LogSettings> logs,
            DeliveryJudge judge,
            DeliveryCounts counts,
            LogMemory memory,
            InstantSource clock) {
        return new OwnLogs(
                logs.stream()
                        .map(
                                log ->
                                        new LogWatch(
                                                log.file(),
                                                log.identity(),
                                                judge,
                                                counts,
                                                memory,
                                                clock))
                        .toList());
    }

    void start() {
        watches.forEach(LogWatch::start);
    }

    @Override
    public void close() {
        watches.forEach(LogWatch::close);
    }
}
