package io.rcptwatch.mtasts;

import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.wire.HttpsClient;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows how it stands with the MTA-STS of domains (RFC 8461), and keeps their policies. Blocks, and
 * may be used by any number of threads at once.
 */
public final class MtaSts {
    private static final int MOST_DOMAINS = 10_000;

    private final DnsClient dns;
    private final PolicyHost host;
    private final InstantSource clock;
    private final Map<String, DomainPolicy> domains = new LongUnused();

    /**
     * Asks with these.
     *
     * @param dns whose {@link DnsClient#contactable} says where policies may be fetched
     */
    public MtaSts(DnsClient dns, HttpsClient https, InstantSource clock) {
        this.dns = dns;
        this.host = new PolicyHost(dns, https);
        this.clock = clock;
    }

    /**
     * How it stands with a domain now.
     *
     * @param domain in A-labels and lower case
     */
    public StsState ask(String domain) {
        return of(domain).ask();
    }

    private DomainPolicy of(String domain) {
        synchronized (domains) {
            return domains.computeIfAbsent(
                    domain, name -> new DomainPolicy(name, dns, host, clock));
        }
    }

    /** Forgets what nobody asked for the longest time, so that it stays within bounds. */
    private static final class LongUnused extends LinkedHashMap<String, DomainPolicy> {
        private static final long serialVersionUID = 1L;

        LongUnused() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, DomainPolicy> eldest) {
            return size() > MOST_DOMAINS;
        }
    }
}
