package io.rcptwatch.target;

import java.time.Duration;
import java.util.List;

/**
 * How we find out whether our own network lets us out to mail servers at all.
 *
 * @param hosts those that are known to answer; none: nobody is asked, and nothing is known
 * @param interval from one look to the next
 */
public record Egress(List<HostPort> hosts, Duration interval) {
    public Egress {
        hosts = List.copyOf(hosts);
    }
}
