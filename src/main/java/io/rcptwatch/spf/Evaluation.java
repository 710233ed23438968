package io.rcptwatch.spf;

import io.rcptwatch.dns.Prefix;
import io.rcptwatch.spf.Mechanism.PrefixLengths;
import io.rcptwatch.spf.SpfRecord.Directive;
import io.rcptwatch.target.Family;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** One evaluation, through all the records that it leads to (RFC 7208 §4). */
final class Evaluation {
    private static final int MOST_HOSTS = 10; // RFC 7208 §4.6.4

    private final SpfLookups dns;
    private final SpfSession session;

    Evaluation(SpfLookups dns, SpfSession session) {
        this.dns = dns;
        this.session = session;
    }

    /** The function check_host() for a domain (RFC 7208 §4.1). */
    SpfResult checkHost(String domain) throws SpfErrorException {
        if (!SpfNames.canHaveRecord(domain)) { // RFC 7208 §4.3
            return none(SpfNames.quoted(domain) + " cannot have an SPF record");
        }
        List<String> records = dns.texts(domain).stream().filter(SpfParser::isSpf).toList();
        return switch (records.size()) {
            case 0 -> none(domain + " has no SPF record");
            case 1 -> decide(parse(domain, records.getFirst()), domain);
            default ->
                    throw SpfErrorException.permanent(
                            domain + " has " + records.size() + " SPF records"); // §4.5
        };
    }

    private static SpfResult none(String reason) {
        return new SpfResult(SpfVerdict.NONE, reason);
    }

    private static SpfRecord parse(String domain, String record) throws SpfErrorException {
        try {
            return SpfParser.parse(record);
        } catch (SpfErrorException e) {
            throw SpfErrorException.permanent(
                    "the SPF record of " + domain + ": " + e.result().reason());
        }
    }

    private SpfResult decide(SpfRecord record, String domain) throws SpfErrorException {
        for (Directive directive : record.directives()) {
            if (matches(directive.mechanism(), domain)) {
                return new SpfResult(
                        directive.verdict(),
                        SpfNames.quoted(directive.text()) + " in the SPF record of " + domain);
            }
        }
        if (record.redirect().isPresent()) {
            return redirect(record.redirect().get(), domain);
        }
        return new SpfResult( // RFC 7208 §4.7
                SpfVerdict.NEUTRAL, "nothing in the SPF record of " + domain + " matches");
    }

    /** RFC 7208 §6.1. */
    private SpfResult redirect(MacroString target, String domain) throws SpfErrorException {
        dns.term();
        SpfResult result = checkHost(expand(target, domain));
        if (result.verdict() == SpfVerdict.NONE) {
            throw SpfErrorException.permanent(domain + " redirects to nowhere: " + result.reason());
        }
        return result;
    }

    private boolean matches(Mechanism mechanism, String domain) throws SpfErrorException {
        return switch (mechanism) {
            case Mechanism.All() -> true;
            case Mechanism.Network(Prefix prefix) -> prefix.contains(session.client());
            case Mechanism.Include(MacroString included) -> include(included, domain);
            case Mechanism.A(Optional<MacroString> host, PrefixLengths lengths) ->
                    isAt(target(host, domain), lengths);
            case Mechanism.Mx(Optional<MacroString> of, PrefixLengths lengths) ->
                    isMailHost(target(of, domain), lengths);
            case Mechanism.Ptr(Optional<MacroString> below) -> hasName(target(below, domain));
            case Mechanism.Exists(MacroString name) -> exists(target(Optional.of(name), domain));
        };
    }

    /** The domain that a term with DNS lookups is about. */
    private String target(Optional<MacroString> own, String domain) throws SpfErrorException {
        dns.term();
        return own.isPresent() ? expand(own.get(), domain) : domain;
    }

    /** RFC 7208 §5.2. */
    private boolean include(MacroString included, String domain) throws SpfErrorException {
        SpfResult result = checkHost(target(Optional.of(included), domain));
        return switch (result.verdict()) {
            case PASS -> true;
            case FAIL, SOFTFAIL, NEUTRAL -> false;
            case NONE, TEMPERROR, PERMERROR ->
                    throw SpfErrorException.permanent(
                            domain + " includes nothing: " + result.reason());
        };
    }

    /** RFC 7208 §5.3. */
    private boolean isAt(String host, PrefixLengths lengths) throws SpfErrorException {
        Prefix client = new Prefix(session.client(), lengths.of(session.family()));
        return addresses(host, session.family()).stream().anyMatch(client::contains);
    }

    /** RFC 7208 §5.4. */
    private boolean isMailHost(String domain, PrefixLengths lengths) throws SpfErrorException {
        List<String> hosts = SpfNames.isProper(domain) ? dns.mailHosts(domain) : List.of();
        if (hosts.size() > MOST_HOSTS) {
            throw SpfErrorException.permanent(
                    domain + " has more than " + MOST_HOSTS + " mail hosts");
        }
        for (String host : hosts) {
            if (isAt(host, lengths)) {
                return true;
            }
        }
        return false;
    }

    /** RFC 7208 §5.5. */
    private boolean hasName(String domain) throws SpfErrorException {
        for (String name : names()) {
            boolean fits = name.equals(domain) || SpfNames.isBelow(name, domain);
            if (fits && dns.leadsTo(name, session.client())) {
                return true;
            }
        }
        return false;
    }

    /** RFC 7208 §5.7: IPv4 addresses, whatever the client's family. */
    private boolean exists(String name) throws SpfErrorException {
        return !addresses(name, Family.IP4).isEmpty();
    }

    private List<InetAddress> addresses(String name, Family family) throws SpfErrorException {
        return SpfNames.isProper(name) ? dns.addresses(name, family) : List.of();
    }

    /** RFC 7208 §4.6.4: those after the tenth are left alone. */
    private List<String> names() throws SpfErrorException {
        return dns.namesOf(session.client()).stream().limit(MOST_HOSTS).toList();
    }

    private String expand(MacroString text, String domain) throws SpfErrorException {
        return text.expand(letter -> value(letter, domain));
    }

    /** RFC 7208 §7.2. */
    private String value(char letter, String domain) throws SpfErrorException {
        return switch (letter) {
            case 's' -> session.sender().toString();
            case 'l' -> session.sender().localPart();
            case 'o' -> session.sender().domain();
            case 'd' -> domain;
            case 'i' -> session.dottedClient();
            case 'v' -> session.reverseZone();
            case 'h' -> session.helo();
            case 'p' -> validatedName(domain);
            default -> throw new IllegalArgumentException("no macro: " + letter);
        };
    }

    /** RFC 7208 §7.3: the domain itself before names below it before any other. */
    private String validatedName(String domain) throws SpfErrorException {
        String best = "unknown";
        for (String name : names()) {
            if (rank(name, domain) > rank(best, domain) && dns.leadsTo(name, session.client())) {
                best = name;
            }
        }
        return best;
    }

    private static int rank(String name, String domain) {
        if (name.equals(domain)) {
            return 3;
        }
        if (SpfNames.isBelow(name, domain)) {
            return 2;
        }
        return name.equals("unknown") ? 0 : 1;
    }
}
