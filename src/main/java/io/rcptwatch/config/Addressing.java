package io.rcptwatch.config;

import static io.rcptwatch.config.Grammar.DEFAULTS;
import static io.rcptwatch.config.Grammar.DOMAIN;
import static io.rcptwatch.config.Grammar.FAMILIES;
import static io.rcptwatch.config.Grammar.HOSTS;
import static io.rcptwatch.config.Grammar.IDENTITIES;
import static io.rcptwatch.config.Grammar.IDENTITIES_OF_TARGET;
import static io.rcptwatch.config.Grammar.MAIL_FROM;
import static io.rcptwatch.config.Grammar.NAME;
import static io.rcptwatch.config.Grammar.RECIPIENT;
import static io.rcptwatch.config.Grammar.SOURCE_ADDRESS;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Target;
import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.QuotedValue;
import io.rcptwatch.yaml.SourcePosition;
import io.rcptwatch.yaml.Suggestion;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether those who ask exist, and whom they name is somebody else, in the right domain. */
final class Addressing {
    private final Values document;
    private final Values defaults;
    private final List<Values> identities;
    private final List<String> known;
    private final Mistakes mistakes;
    // One address may be wrong for a thousand targets.
    private final Set<SourcePosition> strangers = new HashSet<>();

    Addressing(Values document, Mistakes mistakes) {
        this.document = document;
        this.defaults = document.under(DEFAULTS);
        this.identities = document.sections(IDENTITIES);
        this.known = identities.stream().flatMap(i -> i.get(NAME).stream()).toList();
        this.mistakes = mistakes;
    }

    /** The identities that a target, or {@code defaults}, names. */
    void checkIdentities(Values own) {
        own.items(IDENTITIES_OF_TARGET).stream()
                .filter(name -> isUnknown(name.value()))
                .forEach(name -> mistakes.add(name.place(), unknown(name.value())));
    }

    /** The identity whose deliveries a log tells of. */
    void checkIdentity(Values log, Key<String> key) {
        log.find(key)
                .filter(name -> isUnknown(name.value()))
                .ifPresent(name -> mistakes.add(name.place(), unknown(name.value())));
    }

    /** Who asks for the recipient of a target, and where that is. */
    void checkTarget(Values own) {
        Layers target = new Layers(own, defaults);
        checkSomebodyAsks(target);
        own.find(DOMAIN)
                .ifPresent(
                        domain -> {
                            checkFamilies(target, domain.value());
                            checkRecipient(target, domain.value());
                            checkSenders(target, domain.value());
                        });
    }

    /** Who asks about domains that are no targets. */
    void checkUnlisted() {
        checkSomebodyAsks(new Layers(Values.NONE, defaults));
    }

    /** The same for a target that no file lists: nobody is asked to relay, or writes to himself. */
    static boolean isFit(Target target) {
        return target.recipient().domain().equals(target.domain().ascii())
                && target.identities().stream()
                        .noneMatch(i -> MailAddresses.same(i.mailFrom(), target.recipient()));
    }

    // A name may be that of an identity whose own mistake is noted.
    private boolean isUnknown(String name) {
        return !known.contains(name) && !known.isEmpty() && known.size() == identities.size();
    }

    private String unknown(String name) {
        return QuotedValue.quoted(name)
                + " is no identity"
                + Suggestion.of(name, known)
                + "; allowed: "
                + String.join(", ", known);
    }

    private void checkSomebodyAsks(Layers target) {
        boolean nobody =
                !target.gives(IDENTITIES_OF_TARGET)
                        && target.identities(known).stream()
                                .flatMap(List::stream)
                                .anyMatch(this::isUnknown);
        if (nobody) {
            document.find(IDENTITIES)
                    .ifPresent(
                            list ->
                                    mistakes.add(
                                            list.place(),
                                            "are several, none of them named default, and a target"
                                                    + " names none; allowed: one named default, or"
                                                    + " identities in defaults or in every"
                                                    + " target"));
        }
    }

    // From an IPv4 address nobody connects to an IPv6 address, nor the other way round.
    private void checkFamilies(Layers target, DomainName domain) {
        List<String> asking = target.identities(known).orElse(List.of());
        List<Value<Family>> families = target.get(FAMILIES).orElse(List.of());
        for (Values identity : identities) {
            boolean asks = identity.get(NAME).filter(asking::contains).isPresent();
            identity.find(SOURCE_ADDRESS)
                    .filter(own -> asks && isOfNone(own.value(), families))
                    .filter(own -> strangers.add(own.place()))
                    .ifPresent(own -> mistakes.add(own.place(), noFamily(own.value(), domain)));
        }
    }

    private static boolean isOfNone(InetAddress own, List<Value<Family>> families) {
        return !families.isEmpty()
                && families.stream().noneMatch(family -> family.value() == Family.of(own));
    }

    private static String noFamily(InetAddress own, DomainName domain) {
        return QuotedValue.quoted(own.getHostAddress())
                + " is of no family of target "
                + QuotedValue.escaped(domain.configured())
                + "; allowed: an address of one of its families, or "
                + Family.of(own).label()
                + " among them";
    }

    // Another domain's mailbox would be a request to relay: RFC 5321 §3.6.1, §7.9.
    private void checkRecipient(Layers target, DomainName domain) {
        if (!target.gives(HOSTS)) {
            target.given(RECIPIENT)
                    .filter(r -> !r.value().at(domain).domain().equals(domain.ascii()))
                    .ifPresent(
                            recipient ->
                                    mistakes.add(
                                            recipient.place(),
                                            QuotedValue.quoted(
                                                            recipient.value().at(domain).toString())
                                                    + " is not in the target's domain; allowed: "
                                                    + QuotedValue.escaped(domain.ascii())
                                                    + ", or any domain where the target has"
                                                    + " hosts"));
        }
    }

    // A server may refuse, or skip its checks for, a message from somebody to themselves.
    private void checkSenders(Layers target, DomainName domain) {
        Optional<MailAddress> recipient = target.get(RECIPIENT).map(r -> r.at(domain));
        List<String> asking = target.identities(known).orElse(List.of());
        for (Values identity : identities) {
            boolean asks = identity.get(NAME).filter(asking::contains).isPresent();
            Optional<Value<MailAddress>> from = identity.find(MAIL_FROM);
            if (asks
                    && recipient.isPresent()
                    && from.isPresent()
                    && MailAddresses.same(from.get().value(), recipient.get())) {
                mistakes.add(from.get().place(), selfAddressed(from.get(), domain));
            }
        }
    }

    private static String selfAddressed(Value<MailAddress> from, DomainName domain) {
        return QuotedValue.quoted(from.value().toString())
                + " is the recipient of target "
                + QuotedValue.escaped(domain.configured())
                + "; allowed: an address that is none of its recipients";
    }
}
