package io.rcptwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.target.Politeness.Allowance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Counts, on its own account, who is asked how often, and complains where that is too often. */
final class Ledger {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Map<String, Account> accounts = new HashMap<>();

    /** What one party has to bear; the times of the last day, in a ring. */
    static final class Account {
        private final String name;
        private final Allowance allowance;
        private final long[] begun;
        private long total;
        private int inside;
        private int mostInside;
        private int mostInMinute;
        private int mostInDay;
        private long minuteTail;
        private long dayTail;

        private Account(String name, Allowance allowance) {
            this.name = name;
            this.allowance = allowance;
            this.begun = new long[allowance.perDay() + 1];
        }

        private void begin(long now) {
            begun[(int) (total++ % begun.length)] = now;
            while (begun[(int) (minuteTail % begun.length)] <= now - MINUTE) {
                minuteTail++;
            }
            while (begun[(int) (dayTail % begun.length)] <= now - DAY) {
                dayTail++;
            }
            inside++;
            mostInside = Math.max(mostInside, inside);
            mostInMinute = Math.max(mostInMinute, (int) (total - minuteTail));
            mostInDay = Math.max(mostInDay, (int) (total - dayTail));
            assertThat(inside).as(name).isLessThanOrEqualTo(allowance.atOnce());
            assertThat(mostInMinute).as(name).isLessThanOrEqualTo(allowance.perMinute());
            assertThat(mostInDay).as(name).isLessThanOrEqualTo(allowance.perDay());
        }

        long total() {
            return total;
        }

        @Override
        public String toString() {
            return "%,d conversations; at most %d/%d at once, %d/%d in a minute, %,d/%,d in a day"
                    .formatted(
                            total,
                            mostInside,
                            allowance.atOnce(),
                            mostInMinute,
                            allowance.perMinute(),
                            mostInDay,
                            allowance.perDay());
        }
    }

    void begin(String name, Allowance allowance, long now) {
        accounts.computeIfAbsent(name, n -> new Account(n, allowance)).begin(now);
    }

    void end(String name) {
        account(name).inside--;
    }

    Account account(String name) {
        return accounts.getOrDefault(name, new Account(name, new Allowance(1, 1, 1)));
    }
}
