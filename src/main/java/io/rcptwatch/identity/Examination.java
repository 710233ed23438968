package io.rcptwatch.identity;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/**
 * What one look at an identity found.
 *
 * @param addresses the external ones, as far as they are known
 * @param findings of every check, some for each address
 * @param listings of every configured list
 */
public record Examination(
        List<InetAddress> addresses,
        List<Finding> findings,
        List<Listing> listings,
        Instant finishedAt) {
    public Examination {
        addresses = List.copyOf(addresses);
        findings = List.copyOf(findings);
        listings = List.copyOf(listings);
    }

    /** How a check went: over several addresses the worst counts. */
    public Result result(Check check) {
        return Result.worst(findings.stream().filter(f -> f.check() == check).map(Finding::result));
    }
}
