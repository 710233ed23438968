package io.rcptwatch.dns;

import io.rcptwatch.dns.SecureResolver.Judged;
import io.rcptwatch.target.Family;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the DNS for facts that count only where DNSSEC vouches for them. Its methods block, never
 * throw what a DNS server sends, and may be called by any number of threads at once.
 */
public final class SecureLookups {
    /** More records than any sane name has: the rest of them is not looked at. */
    private static final int MAX_RECORDS = 32;

    private static final int MAX_CNAMES = 10;

    private final SecureResolver resolver;
    private final Duration limit;

    /**
     * Asks these DNS servers.
     *
     * @param servers resolved, in order of preference; empty: the system's
     * @param limit the time for one question with its retries, CNAMEs and keys
     * @param validation who decides whether an answer is secure
     */
    public SecureLookups(List<InetSocketAddress> servers, Duration limit, Validation validation) {
        this.resolver = new SecureResolver(servers, limit, validation);
        this.limit = limit;
    }

    /**
     * The mail hosts that MX records name, best first, in lower case without the final dot; the
     * empty name is that of a null MX (RFC 7505 §3).
     */
    public Secured<String> mailHosts(String domain) {
        return ask(
                domain,
                Type.MX,
                records ->
                        records.map(MXRecord.class::cast)
                                .sorted(Comparator.comparingInt(MXRecord::getPriority))
                                .map(mx -> plain(mx.getTarget())));
    }

    /**
     * The addresses of a host, private ones too. What is found of each family has to be secure for
     * the answer to be. A family whose lookup fails does not decide if another has addresses: a
     * sender connects to those.
     *
     * @param families whose addresses are of use, at least one
     */
    public Secured<InetAddress> addresses(String host, Collection<Family> families) {
        return families.stream()
                .map(family -> addresses(host, family))
                .reduce(SecureLookups::joined)
                .orElseThrow();
    }

    private Secured<InetAddress> addresses(String host, Family family) {
        return switch (family) {
            case IP4 -> ask(host, Type.A, all -> all.map(r -> ((ARecord) r).getAddress()));
            case IP6 -> ask(host, Type.AAAA, all -> all.map(r -> ((AAAARecord) r).getAddress()));
        };
    }

    /** The next name where a host's is an alias, and no further: one CNAME record or none. */
    public Secured<String> alias(String host) {
        return ask(
                host,
                Type.CNAME,
                records -> records.map(r -> plain(((CNAMERecord) r).getTarget())));
    }

    /** The TLSA records of a name such as {@code _25._tcp.mx.example.org} (RFC 6698 §3). */
    public Secured<TlsaRecord> tlsa(String name) {
        return ask(name, Type.TLSA, records -> records.map(r -> tlsa((TLSARecord) r)));
    }

    private static TlsaRecord tlsa(TLSARecord r) {
        return new TlsaRecord(
                r.getCertificateUsage(),
                r.getSelector(),
                r.getMatchingType(),
                HexFormat.of().formatHex(r.getCertificateAssociationData()));
    }

    /** Of two sound answers all values; else the sound one if it has values, else the worse. */
    private static <T> Secured<T> joined(Secured<T> first, Secured<T> second) {
        return switch (first) {
            case Secured.Secure<T>(String name, List<T> values) ->
                    joined(true, name, values, second);
            case Secured.Insecure<T>(String name, List<T> values) ->
                    joined(false, name, values, second);
            case Secured.Bogus<T> bogus -> hasValues(second) ? second : bogus;
            case Secured.Unknown<T> unknown ->
                    hasValues(second) || second instanceof Secured.Bogus ? second : unknown;
        };
    }

    private static <T> Secured<T> joined(
            boolean secure, String name, List<T> values, Secured<T> other) {
        return switch (other) {
            case Secured.Secure<T>(String _, List<T> more) ->
                    sound(secure, name, Stream.concat(values.stream(), more.stream()));
            case Secured.Insecure<T>(String _, List<T> more) ->
                    sound(false, name, Stream.concat(values.stream(), more.stream()));
            case Secured.Bogus<T> _, Secured.Unknown<T> _ ->
                    values.isEmpty() ? other : sound(secure, name, values.stream());
        };
    }

    private static boolean hasValues(Secured<?> answer) {
        return switch (answer) {
            case Secured.Secure<?>(String _, List<?> values) -> !values.isEmpty();
            case Secured.Insecure<?>(String _, List<?> values) -> !values.isEmpty();
            case Secured.Bogus<?> _, Secured.Unknown<?> _ -> false;
        };
    }

    private static <T> Secured<T> sound(boolean secure, String name, Stream<T> values) {
        return secure
                ? new Secured.Secure<>(name, values.toList())
                : new Secured.Insecure<>(name, values.toList());
    }

    private <T> Secured<T> ask(String text, int type, Function<Stream<Record>, Stream<T>> values) {
        return name(text)
                .map(name -> chase(name, type, values))
                .orElseGet(() -> new Secured.Unknown<>("not a domain name: " + text));
    }

    /**
     * Follows CNAME records to their end. A server without recursion leads no further than its own
     * zones, and the rest is asked for then.
     */
    private <T> Secured<T> chase(Name start, int type, Function<Stream<Record>, Stream<T>> values) {
        long end = System.nanoTime() + limit.toNanos();
        boolean secure = true;
        Name name = start;
        for (int i = 0; i <= MAX_CNAMES; i++) {
            switch (resolver.ask(name, type, end)) {
                case Judged.Sound(Message message, boolean here) -> {
                    secure &= here;
                    Name last = endOfAliases(message, name, type);
                    if (isAlias(message, last, type)) {
                        return new Secured.Unknown<>("CNAME records in a loop: " + plain(start));
                    }
                    if (last.equals(name) || concludes(message, last, type)) {
                        return sound(
                                secure,
                                plain(last),
                                values.apply(records(message, last, type).stream()));
                    }
                    name = last;
                }
                case Judged.Bogus(String detail) -> {
                    return new Secured.Bogus<>(detail);
                }
                case Judged.Unknown(String detail) -> {
                    return new Secured.Unknown<>(detail);
                }
            }
        }
        return new Secured.Unknown<>("more than " + MAX_CNAMES + " CNAME records");
    }

    private static boolean concludes(Message message, Name last, int type) {
        return message.getRcode() == Rcode.NXDOMAIN // RFC 6604 §3: of the last name
                || !records(message, last, type).isEmpty();
    }

    private static Name endOfAliases(Message message, Name start, int type) {
        Name name = start;
        for (int i = 0; i < MAX_CNAMES && isAlias(message, name, type); i++) {
            name = ((CNAMERecord) records(message, name, Type.CNAME).getFirst()).getTarget();
        }
        return name;
    }

    private static boolean isAlias(Message message, Name name, int type) {
        return type != Type.CNAME && !records(message, name, Type.CNAME).isEmpty();
    }

    /** Signatures stand among what was asked for. */
    private static List<Record> records(Message message, Name name, int type) {
        return message.getSection(Section.ANSWER).stream()
                .filter(r -> r.getType() == type && r.getDClass() == DClass.IN)
                .filter(r -> r.getName().equals(name))
                .limit(MAX_RECORDS)
                .toList();
    }

    private static String plain(Name name) {
        return name.canonicalize().toString(true);
    }

    private static Optional<Name> name(String text) {
        try {
            return Optional.of(Name.fromString(text, Name.root).canonicalize());
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }
}
