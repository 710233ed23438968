package io.rcptwatch.pace;

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
public record Extra(DomainName domain, Instant due, Occasion occasion)
        implements Comparable<Extra> {
    private static final Comparator<Extra> ORDER =
            Comparator.comparing(Extra::due)
                    .thenComparing(extra -> extra.domain().ascii())
                    .thenComparing(Extra::occasion);

    @Override
    public int compareTo(Extra other) {
        return ORDER.compare(this, other);
    }
}
