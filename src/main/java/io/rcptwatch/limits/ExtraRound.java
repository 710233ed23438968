package io.rcptwatch.limits;

import io.rcptwatch.target.DomainName;
import java.time.Instant;
import java.util.Comparator;

/**
 * A round between the regular ones.
 *
 * @param domain of which target
 * @param due when
 * @param occasion why
 */
public record ExtraRound(DomainName domain, Instant due, RoundTrigger occasion)
        implements Comparable<ExtraRound> {
    private static final Comparator<ExtraRound> ORDER =
            Comparator.comparing(ExtraRound::due)
                    .thenComparing(extra -> extra.domain().ascii())
                    .thenComparing(ExtraRound::occasion);

    @Override
    public int compareTo(ExtraRound other) {
        return ORDER.compare(this, other);
    }
}
