package io.rcptwatch.selfcheck;

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
public record IdentityCheckRun(
        List<InetAddress> addresses,
        List<CheckResult> findings,
        List<BlocklistListing> listings,
        Instant finishedAt) {
    public IdentityCheckRun {
        addresses = List.copyOf(addresses);
        findings = List.copyOf(findings);
        listings = List.copyOf(listings);
    }

    /** How a check went: over several addresses the worst counts. */
    public CheckLevel result(IdentityCheck check) {
        return CheckLevel.worst(
                findings.stream().filter(f -> f.check() == check).map(CheckResult::result));
    }
}
