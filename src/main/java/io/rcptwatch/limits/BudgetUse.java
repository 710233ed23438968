package io.rcptwatch.limits;

import java.time.Duration;
import java.util.List;

/**
 * What a budget has to remember, to hold after a restart.
 *
 * @param scope whose budget it is
 * @param key the address of the host, or the provider's label; empty for all
 * @param minute what began, by slices of 2 s
 * @param day what began, by slices of an hour
 */
public record BudgetUse(Scope scope, String key, List<Slice> minute, List<Slice> day) {
    public BudgetUse {
        minute = List.copyOf(minute);
        day = List.copyOf(day);
    }

    /**
     * The same, that much later; rounded up to whole slices, so that it is forgotten no earlier.
     */
    public BudgetUse later(Duration by) {
        return new BudgetUse(
                scope,
                key,
                later(minute, by, Budget.MINUTE_SLICE),
                later(day, by, Budget.DAY_SLICE));
    }

    private static List<Slice> later(List<Slice> slices, Duration by, Duration slice) {
        long more = Math.ceilDiv(by.toMillis(), slice.toMillis());
        return slices.stream().map(s -> new Slice(s.number() + more, s.count())).toList();
    }

    /** How wide a budget is. */
    public enum Scope {
        HOST,
        PROVIDER,
        OVERALL
    }

    /**
     * How many conversations began in a slice of time.
     *
     * @param number the slices since 1970
     * @param count conversations
     */
    public record Slice(long number, int count) {}
}
