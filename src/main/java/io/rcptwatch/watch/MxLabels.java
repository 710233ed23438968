package io.rcptwatch.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which of a target's mail hosts have a value of the label {@code mx} of their own. The names come
 * from the target's DNS: without a bound a domain that names new hosts in each round would make new
 * time series for ever.
 *
 * @param seen when each was last contacted
 */
record MxLabels(Map<String, Instant> seen) {
    /** More than twice as many hosts as are looked at in one round. */
    static final int MAX = 80;

    /** A host that was not contacted for so long makes room for another one. */
    static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

    /** The value for all the hosts beyond the bound. */
    static final String OTHER = "other";

    static final MxLabels NONE = new MxLabels(Map.of());

    MxLabels {
        seen = Map.copyOf(seen);
    }

    MxLabels after(Round round) {
        Instant now = round.finishedAt();
        Map<String, Instant> after = new HashMap<>(seen);
        after.values().removeIf(last -> last.isBefore(now.minus(FORGOTTEN_AFTER)));
        for (Observation observation : round.observations()) {
            observation
                    .mx()
                    .filter(mx -> after.containsKey(mx) || after.size() < MAX)
                    .ifPresent(mx -> after.put(mx, now));
        }
        return new MxLabels(after);
    }

    /** The value of the label for a host of the latest round. */
    String of(String mx) {
        // After a restart the latest round is known, but not yet which hosts it contacted.
        return seen.containsKey(mx) || seen.size() < MAX ? mx : OTHER;
    }
}
