package io.rcptwatch.dane;

import io.rcptwatch.dns.SecureLookups;
import io.rcptwatch.dns.Secured;
import io.rcptwatch.dns.TlsaRecord;
import io.rcptwatch.target.Family;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out what DANE says of a mail host (RFC 7672 §2.2). Its methods block, and may be called by
 * any number of threads at once.
 */
public final class DaneLookup {
    private final SecureLookups lookups;

    public DaneLookup(SecureLookups lookups) {
        this.lookups = lookups;
    }

    /** The MX records of a domain, to be asked for once for all its hosts. */
    public Secured<String> mailHosts(String domain) {
        return lookups.mailHosts(domain);
    }

    /**
     * What it says of a host that MX records led to.
     *
     * @param domain whose mail it is
     * @param mailHosts what {@link #mailHosts} said of that domain
     * @param host one of them, or the domain itself where it has no MX records
     * @param families over which it is contacted
     */
    public Dane mailHost(
            String domain,
            Secured<String> mailHosts,
            String host,
            int port,
            Collection<Family> families) {
        return switch (mailHosts) {
            case Secured.Secure<String>(String end, List<String> hosts) ->
                    leadsTo(hosts, List.of(plain(domain), end), plain(host))
                            ? host(List.of(plain(domain)), plain(host), port, families)
                            : new Dane.LookupFailed(plain(host) + " is in no secure MX record");
            // RFC 7672 §2.2.1: whoever forges them needs no TLSA record.
            case Secured.Insecure<String> _ -> new Dane.Insecure("the MX records of " + domain);
            case Secured.Bogus<String>(String detail) -> new Dane.Bogus(detail);
            case Secured.Unknown<String>(String detail) -> new Dane.LookupFailed(detail);
        };
    }

    /** RFC 5321 §5.1: without MX records the domain is its own host. */
    private static boolean leadsTo(List<String> hosts, List<String> domain, String host) {
        return hosts.isEmpty() ? domain.contains(host) : hosts.contains(host);
    }

    /** What it says of a host that the configuration names: no MX record is asked for. */
    public Dane host(String host, int port, Collection<Family> families) {
        return host(List.of(), plain(host), port, families);
    }

    private Dane host(List<String> nextHop, String host, int port, Collection<Family> families) {
        return switch (lookups.addresses(host, families)) {
            case Secured.Secure<InetAddress>(String end, List<InetAddress> _) ->
                    end.equals(host)
                            ? records(nextHop, host, host, port)
                            : expandedFirst(nextHop, end, host, port);
            case Secured.Insecure<InetAddress>(String end, List<InetAddress> _) ->
                    end.equals(host)
                            // RFC 7672 §2.2.2: there can be no secure TLSA record then.
                            ? new Dane.Insecure("the addresses of " + host)
                            : behindInsecureAlias(nextHop, host, port);
            case Secured.Bogus<InetAddress>(String detail) -> new Dane.Bogus(detail);
            case Secured.Unknown<InetAddress>(String detail) -> new Dane.LookupFailed(detail);
        };
    }

    /** RFC 7672 §2.2.3: where the CNAME records end, and else where they begin. */
    private Dane expandedFirst(List<String> nextHop, String end, String host, int port) {
        Dane expanded = records(nextHop, host, end, port);
        return switch (expanded) {
            case Dane.Absent _, Dane.Insecure _ -> records(nextHop, host, host, port);
            case Dane.Usable _, Dane.Unusable _, Dane.Bogus _, Dane.LookupFailed _ -> expanded;
        };
    }

    /** RFC 7672 §2.2.2: the alias itself can be secure where what it leads to is not. */
    private Dane behindInsecureAlias(List<String> nextHop, String host, int port) {
        return switch (lookups.alias(host)) {
            case Secured.Secure<String> _ -> records(nextHop, host, host, port);
            case Secured.Insecure<String> _ -> new Dane.Insecure("the CNAME record of " + host);
            case Secured.Bogus<String>(String detail) -> new Dane.Bogus(detail);
            case Secured.Unknown<String>(String detail) -> new Dane.LookupFailed(detail);
        };
    }

    private Dane records(List<String> nextHop, String host, String base, int port) {
        return switch (lookups.tlsa("_" + port + "._tcp." + base)) { // RFC 6698 §3
            case Secured.Secure<TlsaRecord>(String _, List<TlsaRecord> records) ->
                    judged(names(nextHop, host, base), base, records);
            case Secured.Insecure<TlsaRecord> _ -> new Dane.Insecure("the TLSA records of " + base);
            case Secured.Bogus<TlsaRecord>(String detail) -> new Dane.Bogus(detail);
            case Secured.Unknown<TlsaRecord>(String detail) -> new Dane.LookupFailed(detail);
        };
    }

    /** RFC 7672 §3.2.2: each name on the secure way to the records counts. */
    private static Set<String> names(List<String> nextHop, String host, String base) {
        return Stream.concat(nextHop.stream(), Stream.of(host, base)).collect(Collectors.toSet());
    }

    private static Dane judged(Set<String> names, String base, List<TlsaRecord> records) {
        if (records.isEmpty()) {
            return new Dane.Absent();
        }
        List<TlsaRecord> usable = Usability.select(records);
        if (usable.isEmpty()) {
            return new Dane.Unusable(base, records);
        }
        return new Dane.Usable(base, usable, names);
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
