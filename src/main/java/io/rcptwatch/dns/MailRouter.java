package io.rcptwatch.dns;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.rcptwatch.target.Family;
import io.rcptwatch.target.HostPort;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Finds where mail goes. Its methods block, never throw what a DNS server sends, and may be called
 * by any number of threads at once.
 */
public final class MailRouter {
    private final Lookups lookups;
    private final boolean allowPrivateAddresses;
    private final Random random;

    /**
     * Asks through that client. A route takes two questions of it at most, since the hosts are
     * asked for all at once.
     *
     * @param random shuffles the hosts of equal preference
     */
    public MailRouter(DnsClient dns, Random random) {
        this.lookups = dns.lookups();
        this.allowPrivateAddresses = dns.allowsPrivateAddresses();
        this.random = random;
    }

    /**
     * Finds where the mail of a domain goes.
     *
     * @param domain in A-labels
     * @param port where its hosts listen
     * @param families whose addresses are of use
     * @param maxHosts how many hosts are of use at most, at least 1
     */
    public Route route(String domain, int port, Collection<Family> families, int maxHosts) {
        Optional<Name> name = name(domain);
        if (name.isEmpty()) {
            return new Route.LookupFailed("not a domain name");
        }
        return switch (lookups.ask(name.get(), Type.MX)) {
            // RFC 5321 §5.1: only where there are no MX records at all
            case QueryResult.FoundRecords(var records) when records.isEmpty() ->
                    implicit(name.get(), port, families);
            case QueryResult.FoundRecords(var records) ->
                    hosts(MxRecord.of(records), port, families, maxHosts);
            case QueryResult.NameError() -> new Route.NoSuchDomain();
            case QueryResult.QueryFailed(var detail) -> new Route.LookupFailed(detail);
        };
    }

    /**
     * Finds the addresses of a host that the operator named; an address in its stead is taken as it
     * is, where it is of one of the families.
     */
    public MailHost host(HostPort host, int preference, Collection<Family> families) {
        AddressLookup addresses =
                literal(host.host())
                        .map(address -> taken(address, families))
                        .orElseGet(() -> addresses(host.host(), families));
        return new MailHost(
                host.host().toLowerCase(Locale.ROOT), host.port(), preference, addresses);
    }

    private Route implicit(Name domain, int port, Collection<Family> families) {
        AddressLookup addresses = addresses(domain, families);
        return switch (addresses) {
            case AddressLookup.FoundAddresses _, AddressLookup.OnlyPrivate _ ->
                    new Route.Implicit(new MailHost(domain.toString(true), port, 0, addresses));
            case AddressLookup.NoAddresses() -> new Route.NoAddress();
            case AddressLookup.AddressUnknown(var detail) -> new Route.LookupFailed(detail);
        };
    }

    private Route hosts(
            List<MxRecord> exchangers, int port, Collection<Family> families, int maxHosts) {
        if (exchangers.isEmpty()) {
            return new Route.NullMx();
        }
        // Everything is asked before anything is awaited: a slow host costs the others no time.
        List<Supplier<MailHost>> asked =
                shuffled(exchangers).stream()
                        .limit(maxHosts)
                        .map(exchanger -> asked(exchanger, port, families))
                        .toList();
        return new Route.Hosts(
                asked.stream().map(Supplier::get).toList(), labels(exchangers, port));
    }

    private Supplier<MailHost> asked(MxRecord exchanger, int port, Collection<Family> families) {
        AddressQuestions questions =
                AddressQuestions.send(
                        exchanger.domain(), exchanger.isHostName() ? families : Set.of(), lookups);
        return () ->
                new MailHost(
                        exchanger.name(),
                        port,
                        exchanger.preference(),
                        questions.await(allowPrivateAddresses));
    }

    /** RFC 5321 §5.1: the load is spread over hosts of equal preference. */
    private List<MxRecord> shuffled(List<MxRecord> exchangers) {
        List<MxRecord> shuffled = new ArrayList<>(exchangers);
        Collections.shuffle(shuffled, random);
        shuffled.sort(Comparator.comparingInt(MxRecord::preference));
        return shuffled;
    }

    private static Set<String> labels(List<MxRecord> exchangers, int port) {
        return exchangers.stream()
                .map(exchanger -> MailHost.label(exchanger.name(), port))
                .collect(toUnmodifiableSet());
    }

    private AddressLookup taken(InetAddress address, Collection<Family> families) {
        List<InetAddress> wanted =
                families.contains(Family.of(address)) ? List.of(address) : List.of();
        return AddressLookup.judge(wanted, Optional.empty(), allowPrivateAddresses);
    }

    private AddressLookup addresses(String host, Collection<Family> families) {
        return name(host)
                .map(name -> addresses(name, families))
                .orElseGet(() -> new AddressLookup.AddressUnknown("not a host name"));
    }

    private AddressLookup addresses(Name host, Collection<Family> families) {
        return AddressQuestions.send(host, families, lookups).await(allowPrivateAddresses);
    }

    private static Optional<Name> name(String text) {
        try {
            return Optional.of(Name.fromString(text, Name.root).canonicalize());
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
