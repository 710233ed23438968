package io.rcptwatch.spf;

import io.rcptwatch.dns.DnsAnswer;
import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.target.Family;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** The DNS as one evaluation may ask it: so often and so long, no more (RFC 7208 §4.6.4). */
final class SpfLookups {
    private static final int MAX_TERMS = 10;
    private static final int MAX_VOID = 2;

    private final DnsClient dns;
    private final Duration limit;
    private final long begun = System.nanoTime();
    private int terms;
    private int voids;

    SpfLookups(DnsClient dns, Duration limit) {
        this.dns = dns;
        this.limit = limit;
    }

    /** Counts a term that needs the DNS. */
    void term() throws SpfErrorException {
        terms++;
        if (terms > MAX_TERMS) {
            throw SpfErrorException.permanent(
                    "more than " + MAX_TERMS + " terms that need DNS lookups");
        }
    }

    /** The records of a domain's name; not a void lookup where there are none. */
    List<String> texts(String domain) throws SpfErrorException {
        requireTime();
        return values(dns.texts(domain));
    }

    List<InetAddress> addresses(String name, Family family) throws SpfErrorException {
        requireTime();
        return counted(values(dns.addresses(name, family)), name);
    }

    List<String> mailHosts(String domain) throws SpfErrorException {
        requireTime();
        return counted(values(dns.mailHosts(domain)), domain);
    }

    /** RFC 7208 §5.5: where the lookup fails, there are no names. */
    List<String> namesOf(InetAddress address) throws SpfErrorException {
        requireTime();
        return switch (dns.namesOf(address)) {
            case DnsAnswer.Unknown<String>(_) -> List.of();
            case DnsAnswer<String> facts -> counted(values(facts), "the client's PTR record");
        };
    }

    /** RFC 7208 §5.5: a name whose lookup fails is as good as none. */
    boolean leadsTo(String name, InetAddress address) throws SpfErrorException {
        requireTime();
        return dns.addresses(name, Family.of(address))
                        instanceof DnsAnswer.Known<InetAddress>(List<InetAddress> found)
                && found.contains(address);
    }

    private <T> List<T> counted(List<T> values, String what) throws SpfErrorException {
        voids += values.isEmpty() ? 1 : 0;
        if (voids > MAX_VOID) {
            throw SpfErrorException.permanent(
                    "more than "
                            + MAX_VOID
                            + " lookups that found nothing (void lookups), the last one for "
                            + what);
        }
        return values;
    }

    private static <T> List<T> values(DnsAnswer<T> facts) throws SpfErrorException {
        return switch (facts) {
            case DnsAnswer.Known<T>(List<T> values) -> values;
            case DnsAnswer.NoSuchName<T>() -> List.of();
            case DnsAnswer.Unknown<T>(String detail) -> throw SpfErrorException.temporary(detail);
        };
    }

    private void requireTime() throws SpfErrorException {
        if (System.nanoTime() - begun > limit.toNanos()) {
            throw SpfErrorException.temporary(
                    "the DNS took longer than " + limit.toSeconds() + " s for all lookups");
        }
    }
}
