package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.fail;

import io.rcptwatch.target.Politeness.Allowance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Counts, on its own account, who is asked how often, and complains where that is too often. */
final class ContactBook {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Map<String, Account> accounts = new HashMap<>();

    /** What one party has to bear; the times of the last day, in a ring that grows. */
    static final class Account {
        private final String name;
        private Allowance allowance;
        private long[] begun = new long[16];
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
        }

        private void begin(long now, Allowance allowed) {
            allowance = allowed;
            while (dayTail < total && at(dayTail) <= now - DAY) {
                dayTail++;
            }
            minuteTail = Math.max(minuteTail, dayTail);
            while (minuteTail < total && at(minuteTail) <= now - MINUTE) {
                minuteTail++;
            }
            add(now);
            inside++;
            int inMinute = (int) (total - minuteTail);
            int inDay = (int) (total - dayTail);
            mostInside = Math.max(mostInside, inside);
            mostInMinute = Math.max(mostInMinute, inMinute);
            mostInDay = Math.max(mostInDay, inDay);
            // Also after a reload that allows less: then nothing begins until less is used.
            boolean within =
                    inside <= allowance.atOnce()
                            && inMinute <= allowance.perMinute()
                            && inDay <= allowance.perDay();
            // Millions of times: no assertion unless it fails.
            if (!within) {
                fail(name + " is asked too often: " + this);
            }
        }

        private long at(long event) {
            return begun[(int) (event % begun.length)];
        }

        private void add(long now) {
            if (total - dayTail == begun.length) {
                long[] more = new long[2 * begun.length];
                for (long event = dayTail; event < total; event++) {
                    more[(int) (event % more.length)] = at(event);
                }
                begun = more;
            }
            begun[(int) (total % begun.length)] = now;
            total++;
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
        accounts.computeIfAbsent(name, n -> new Account(n, allowance)).begin(now, allowance);
    }

    void end(String name) {
        account(name).inside--;
    }

    Account account(String name) {
        return accounts.getOrDefault(name, new Account(name, new Allowance(1, 1, 1)));
    }
}
