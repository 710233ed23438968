package io.rcptwatch.dns;

import io.rcptwatch.target.Family;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the DNS, with one cache. Its methods block, never throw what a DNS server sends, and may be
 * called by any number of threads at once.
 */
public final class DnsClient {
    private final Lookups lookups;
    private final boolean allowPrivateAddresses;

    /**
     * Asks these DNS servers.
     *
     * @param servers resolved, in order of preference; empty: the system's
     * @param limit the time for one question with its retries and CNAMEs
     * @param allowPrivateAddresses whether loopback, private and link-local addresses may be
     *     contacted
     */
    public DnsClient(
            List<InetSocketAddress> servers, Duration limit, boolean allowPrivateAddresses) {
        this.lookups = new Lookups(servers, limit);
        this.allowPrivateAddresses = allowPrivateAddresses;
    }

    Lookups lookups() {
        return lookups;
    }

    boolean allowsPrivateAddresses() {
        return allowPrivateAddresses;
    }

    /** The TXT records of a name, each with its strings joined (RFC 7208 §3.3), read as Latin-1. */
    public DnsAnswer<String> texts(String name) {
        return ask(
                name,
                Type.TXT,
                r ->
                        ((TXTRecord) r)
                                .getStringsAsByteArrays().stream()
                                        .map(part -> new String(part, StandardCharsets.ISO_8859_1))
                                        .collect(Collectors.joining()));
    }

    /** The addresses of a name of that family, private ones too. */
    public DnsAnswer<InetAddress> addresses(String name, Family family) {
        return switch (family) {
            case IP4 -> ask(name, Type.A, r -> ((ARecord) r).getAddress());
            case IP6 -> ask(name, Type.AAAA, r -> ((AAAARecord) r).getAddress());
        };
    }

    /** The addresses of a name that may be contacted. */
    public AddressLookup contactable(String name) {
        return name(name)
                .map(n -> AddressQuestions.send(n, EnumSet.allOf(Family.class), lookups))
                .map(questions -> questions.await(allowPrivateAddresses))
                .orElseGet(() -> new AddressLookup.AddressUnknown(notAName(name)));
    }

    /** The names of an address in the reverse DNS, in lower case, without the final dot. */
    public DnsAnswer<String> namesOf(InetAddress address) {
        return ask(
                ReverseMap.fromAddress(address).toString(),
                Type.PTR,
                r -> plain(((PTRRecord) r).getTarget()));
    }

    /**
     * The mail hosts that MX records name, best first, without the final dot; the empty name is
     * that of a null MX (RFC 7505 §3).
     */
    public DnsAnswer<String> mailHosts(String domain) {
        return switch (ask(domain, Type.MX, MXRecord.class::cast)) {
            case DnsAnswer.Known<MXRecord>(List<MXRecord> records) ->
                    new DnsAnswer.Known<>(
                            records.stream()
                                    .sorted(Comparator.comparingInt(MXRecord::getPriority))
                                    .map(record -> plain(record.getTarget()))
                                    .toList());
            case DnsAnswer.NoSuchName<MXRecord>() -> new DnsAnswer.NoSuchName<>();
            case DnsAnswer.Unknown<MXRecord>(String detail) -> new DnsAnswer.Unknown<>(detail);
        };
    }

    private <T> DnsAnswer<T> ask(String text, int type, Function<Record, T> value) {
        Optional<Name> name = name(text);
        if (name.isEmpty()) {
            return new DnsAnswer.Unknown<>(notAName(text));
        }
        return switch (lookups.ask(name.get(), type)) {
            case QueryResult.FoundRecords(List<Record> records) ->
                    new DnsAnswer.Known<>(records.stream().map(value).toList());
            case QueryResult.NameError() -> new DnsAnswer.NoSuchName<>();
            case QueryResult.QueryFailed(String detail) -> new DnsAnswer.Unknown<>(detail);
        };
    }

    private static String plain(Name name) {
        return name.canonicalize().toString(true);
    }

    private static String notAName(String text) {
        return "not a domain name: " + text;
    }

    private static Optional<Name> name(String text) {
        try {
            return Optional.of(Name.fromString(text, Name.root).canonicalize());
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }
}
