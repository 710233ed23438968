package io.rcptwatch.spf;

import io.rcptwatch.dns.Prefix;
import io.rcptwatch.spf.Mechanism.PrefixLengths;
import io.rcptwatch.spf.SpfRecord.Directive;
import io.rcptwatch.target.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a record. Any mistake in it breaks the whole (RFC 7208 §4.6). */
final class SpfParser {
    private static final Pattern VERSION =
            Pattern.compile("v=spf1(?: .*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern MODIFIER =
            Pattern.compile("(?<name>[A-Za-z][A-Za-z0-9_.-]*)=(?<value>.*)", Pattern.DOTALL);
    private static final Pattern DIRECTIVE =
            Pattern.compile(
                    "(?<qualifier>[-+?~]?)(?<name>[A-Za-z][A-Za-z0-9]*)(?<rest>(?:[:/].*)?)",
                    Pattern.DOTALL);
    private static final String LENGTH = "(0|[1-9]\\d{0,2})";
    // RFC 7208 §5.3: a domain, and after it the bits of IPv4 and of IPv6
    private static final Pattern HOST =
            Pattern.compile("(?::(?<domain>.+?))?(?:/" + LENGTH + ")?(?://" + LENGTH + ")?");
    private static final Pattern NETWORK =
            Pattern.compile(":(?<address>[^/]+)(?:/" + LENGTH + ")?");
    private static final int IP4_BITS = 32;
    private static final int IP6_BITS = 128;

    private final List<Directive> directives = new ArrayList<>();
    private final Map<String, MacroString> modifiers = new HashMap<>();

    private SpfParser() {}

    /** Whether a TXT record is one of this kind (RFC 7208 §4.5). */
    static boolean isSpf(String text) {
        return VERSION.matcher(text).matches();
    }

    /** Reads a record that is one of this kind. */
    static SpfRecord parse(String text) throws SpfErrorException {
        SpfParser parser = new SpfParser();
        // RFC 7208 §4.6.1: terms are parted by spaces, and by nothing else
        List<String> terms = Arrays.asList(text.split(" +"));
        for (String term : terms.subList(1, terms.size())) {
            parser.term(term);
        }
        return new SpfRecord(
                parser.directives, Optional.ofNullable(parser.modifiers.get("redirect")));
    }

    private void term(String term) throws SpfErrorException {
        Matcher modifier = MODIFIER.matcher(term);
        if (modifier.matches()) {
            modifier(
                    modifier.group("name").toLowerCase(Locale.ROOT), modifier.group("value"), term);
        } else {
            directives.add(directive(term));
        }
    }

    private void modifier(String name, String value, String term) throws SpfErrorException {
        boolean known = name.equals("redirect") || name.equals("exp");
        MacroString read = known ? MacroString.parseDomain(value) : MacroString.parse(value);
        if (modifiers.put(name, read) != null && known) { // RFC 7208 §6
            throw SpfErrorException.permanent("a modifier that is there twice: " + quoted(term));
        }
    }

    private static Directive directive(String term) throws SpfErrorException {
        Matcher directive = DIRECTIVE.matcher(term);
        if (!directive.matches()) {
            throw broken(term);
        }
        SpfVerdict verdict =
                switch (directive.group("qualifier")) {
                    case "-" -> SpfVerdict.FAIL;
                    case "~" -> SpfVerdict.SOFTFAIL;
                    case "?" -> SpfVerdict.NEUTRAL;
                    default -> SpfVerdict.PASS;
                };
        return new Directive(
                verdict,
                mechanism(
                        directive.group("name").toLowerCase(Locale.ROOT),
                        directive.group("rest"),
                        term),
                term);
    }

    private static Mechanism mechanism(String name, String rest, String term)
            throws SpfErrorException {
        return switch (name) {
            case "all" -> all(rest, term);
            case "include" -> new Mechanism.Include(domain(rest, term));
            case "exists" -> new Mechanism.Exists(domain(rest, term));
            case "ptr" ->
                    new Mechanism.Ptr(
                            rest.isEmpty() ? Optional.empty() : Optional.of(domain(rest, term)));
            case "ip4" -> network(rest, Family.IP4, term);
            case "ip6" -> network(rest, Family.IP6, term);
            case "a", "mx" -> host(name, rest, term);
            default -> throw SpfErrorException.permanent("no mechanism of SPF: " + quoted(term));
        };
    }

    private static Mechanism all(String rest, String term) throws SpfErrorException {
        if (!rest.isEmpty()) {
            throw broken(term);
        }
        return new Mechanism.All();
    }

    private static MacroString domain(String rest, String term) throws SpfErrorException {
        if (!rest.startsWith(":")) {
            throw broken(term);
        }
        return MacroString.parseDomain(rest.substring(1));
    }

    private static Mechanism host(String name, String rest, String term) throws SpfErrorException {
        Matcher host = HOST.matcher(rest);
        if (!host.matches()) {
            throw broken(term);
        }
        String text = host.group("domain");
        Optional<MacroString> domain =
                text == null ? Optional.empty() : Optional.of(MacroString.parseDomain(text));
        PrefixLengths lengths =
                new PrefixLengths(
                        length(Optional.ofNullable(host.group(2)), IP4_BITS, term),
                        length(Optional.ofNullable(host.group(3)), IP6_BITS, term));
        return name.equals("a")
                ? new Mechanism.A(domain, lengths)
                : new Mechanism.Mx(domain, lengths);
    }

    private static Mechanism network(String rest, Family family, String term)
            throws SpfErrorException {
        Matcher network = NETWORK.matcher(rest);
        if (!network.matches()) {
            throw broken(term);
        }
        int bits = family == Family.IP4 ? IP4_BITS : IP6_BITS;
        int length = length(Optional.ofNullable(network.group(2)), bits, term);
        return Prefix.literal(network.group("address"), family)
                .map(address -> new Mechanism.Network(new Prefix(address, length)))
                .orElseThrow(() -> broken(term));
    }

    private static int length(Optional<String> digits, int most, String term)
            throws SpfErrorException {
        int length = digits.map(Integer::parseInt).orElse(most);
        if (length > most) {
            throw broken(term);
        }
        return length;
    }

    private static SpfErrorException broken(String term) {
        return SpfErrorException.permanent("a term that breaks the grammar: " + quoted(term));
    }

    private static String quoted(String term) {
        return SpfNames.quoted(term);
    }
}
