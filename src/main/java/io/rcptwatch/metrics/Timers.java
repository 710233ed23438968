package io.rcptwatch.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

/** Makes histograms with fixed boundaries, so that those of several agents can be added up. */
final class Timers {
    /** A whole conversation: up to its time limit, 180 s where nothing else is configured. */
    static final List<Duration> CONVERSATION =
            seconds(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 180, 300);

    /** One step: a round trip, or a receiver that lets us wait. */
    static final List<Duration> STEP =
            seconds(0.005, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

    /** Next to nothing, unless there is too much to do. */
    static final List<Duration> LAG = seconds(0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300);

    /** Greylisting: from a test's few seconds to the day after which we give up. */
    static final List<Duration> GREYLISTING =
            seconds(
                    10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200,
                    86_400);

    /** The delivery of a message: at once, after greylisting, or days later. */
    static final List<Duration> DELIVERY =
            seconds(1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200, 86_400, 432_000);

    private Timers() {}

    static Timer timer(
            MeterRegistry registry, Metric metric, List<Duration> boundaries, String... labels) {
        return Timer.builder(metric.family())
                .description(metric.help())
                .tags(metric.tags(labels))
                .serviceLevelObjectives(boundaries.toArray(Duration[]::new))
                .register(registry);
    }

    private static List<Duration> seconds(double... seconds) {
        return DoubleStream.of(seconds)
                .mapToObj(s -> Duration.ofMillis(Math.round(s * 1000)))
                .toList();
    }
}
