package io.rcptwatch.target;

import java.time.Duration;
import java.util.List;

/**
 * How we look at our own identities.
 *
 * @param interval from one look to the next
 * @param blocklists the DNS zones that list addresses (RFC 5782 §2.1), in A-labels
 * @param domainLists the DNS zones that list domains (RFC 5782 §2.3), in A-labels
 */
public record IdentityChecks(Duration interval, List<String> blocklists, List<String> domainLists) {
    public IdentityChecks {
        blocklists = List.copyOf(blocklists);
        domainLists = List.copyOf(domainLists);
    }
}
