package io.rcptwatch.bench;

import java.time.Duration;

/**
 * What some conversations cost whoever held them.
 *
 * @param cpuMillis CPU time of one of them
 */
record Cost(double perSecond, double cpuMillis) {
    static Cost of(int conversations, double seconds, Duration cpu) {
        return new Cost(conversations / seconds, cpu.toNanos() / 1e6 / conversations);
    }
}
