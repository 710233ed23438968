package io.rcptwatch.config;

import static io.rcptwatch.config.Grammar.ANY_DOMAIN;
import static io.rcptwatch.config.Grammar.DEFAULTS;
import static io.rcptwatch.config.Grammar.DNS;
import static io.rcptwatch.config.Grammar.DNSSEC;
import static io.rcptwatch.config.Grammar.DOMAIN;
import static io.rcptwatch.config.Grammar.IDENTITIES;
import static io.rcptwatch.config.Grammar.LOGS;
import static io.rcptwatch.config.Grammar.LOG_FILE;
import static io.rcptwatch.config.Grammar.LOG_IDENTITY;
import static io.rcptwatch.config.Grammar.NAME;
import static io.rcptwatch.config.Grammar.PROBE;
import static io.rcptwatch.config.Grammar.RULES;
import static io.rcptwatch.config.Grammar.SANDBOX;
import static io.rcptwatch.config.Grammar.SERVERS;
import static io.rcptwatch.config.Grammar.STATE;
import static io.rcptwatch.config.Grammar.STATE_FILE;
import static io.rcptwatch.config.Grammar.TARGETS;
import static io.rcptwatch.config.Grammar.TRUST_ANCHORS;

import io.rcptwatch.target.Dnssec;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.QuotedValue;
import io.rcptwatch.yaml.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether values that are each right by themselves fit together. Wrong ones, noted already, are
 * passed by.
 */
final class Consistency {
    private Consistency() {}

    /** Notes every contradiction in the document of that file. */
    static void check(Values document, Path file, Mistakes mistakes) {
        noneTwice(document.sections(IDENTITIES), NAME, name -> name, mistakes);
        noneTwice(document.sections(TARGETS), DOMAIN, DomainName::ascii, mistakes);

        Timing timing = new Timing(document, mistakes);
        Addressing addressing = new Addressing(document, mistakes);
        timing.check(document.under(DEFAULTS));
        timing.checkBackoff();
        addressing.checkIdentities(document.under(DEFAULTS));
        for (Values target : document.sections(TARGETS)) {
            timing.check(target);
            timing.checkBuiltInInterval(target);
            addressing.checkIdentities(target);
            addressing.checkTarget(target);
        }
        if (document.under(PROBE).get(ANY_DOMAIN).orElse(false)) {
            addressing.checkUnlisted();
        }
        checkFile(document.under(DNS), TRUST_ANCHORS, file, mistakes);
        checkResolver(document.under(DNS), mistakes);
        checkFile(document, RULES, file, mistakes);
        checkFile(document, SANDBOX, file, mistakes);
        noneTwice(document.sections(LOGS), LOG_FILE, path -> path.normalize().toString(), mistakes);
        document.sections(LOGS).forEach(log -> addressing.checkIdentity(log, LOG_IDENTITY));
        document.under(STATE)
                .find(STATE_FILE)
                .ifPresent(state -> checkState(state, document, file, mistakes));
    }

    private static <T> void noneTwice(
            List<Values> sections, Key<T> key, Function<T, String> sameAs, Mistakes mistakes) {
        Map<String, SourcePosition> seen = new HashMap<>();
        for (Value<T> value : sections.stream().flatMap(s -> s.find(key).stream()).toList()) {
            String name = sameAs.apply(value.value());
            SourcePosition first = seen.putIfAbsent(name, value.place());
            if (first != null) {
                mistakes.add(value.place(), taken(name, first));
            }
        }
    }

    private static String taken(String name, SourcePosition first) {
        return QuotedValue.quoted(name)
                + " is given in line "
                + first.line()
                + " already; allowed: once";
    }

    // RFC 7672 §2.1: anybody on the way to a resolver elsewhere can set the AD bit.
    private static void checkResolver(Values dns, Mistakes mistakes) {
        dns.find(DNSSEC)
                .filter(
                        dnssec ->
                                dnssec.value() == Dnssec.TRUST_AD
                                        && !atLoopback(dns.items(SERVERS)))
                .ifPresent(
                        dnssec ->
                                mistakes.add(
                                        dnssec.place(),
                                        "\"trust_ad\" goes with servers at loopback only; allowed:"
                                                + " off, validate, or servers as 127.0.0.1"));
    }

    private static boolean atLoopback(List<Value<Endpoint>> servers) {
        return !servers.isEmpty()
                && servers.stream()
                        .allMatch(s -> s.value().socketAddress(0).getAddress().isLoopbackAddress());
    }

    private static void checkFile(Values document, Key<Path> key, Path file, Mistakes mistakes) {
        document.find(key)
                .filter(named -> !Files.isRegularFile(file.resolveSibling(named.value())))
                .ifPresent(
                        named ->
                                mistakes.add(
                                        named.place(),
                                        QuotedValue.quoted(named.value().toString())
                                                + " is no file; allowed: "
                                                + Scalars.FILE.allowed()));
    }

    private static void checkState(
            Value<Path> state, Values document, Path file, Mistakes mistakes) {
        Path place = file.resolveSibling(state.value());
        String given = QuotedValue.quoted(state.value().toString());
        if (!mayBeFile(place)) {
            mistakes.add(
                    state.place(),
                    given + " cannot be a file; allowed: a file, or a name in a folder");
        } else if (read(document, file).anyMatch(other -> same(other, place))) {
            mistakes.add(
                    state.place(),
                    given + " is read as something else; allowed: a file of the state's own");
        }
    }

    /** The agent makes the folders above when it starts. */
    private static boolean mayBeFile(Path place) {
        if (Files.exists(place)) {
            return Files.isRegularFile(place);
        }
        Path above = place.toAbsolutePath().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && Files.isDirectory(above);
    }

    /** The file itself, and the files that it names to be read. */
    private static Stream<Path> read(Values document, Path file) {
        Stream<Optional<Value<Path>>> named =
                Stream.concat(
                        Stream.of(
                                document.under(DNS).find(TRUST_ANCHORS),
                                document.find(RULES),
                                document.find(SANDBOX)),
                        document.sections(LOGS).stream().map(log -> log.find(LOG_FILE)));
        return Stream.concat(
                Stream.of(file),
                named.flatMap(Optional::stream).map(n -> file.resolveSibling(n.value())));
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException _) {
            // One of them is not there.
            return false;
        }
    }
}
