package io.rcptwatch.config;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Egress;
import io.rcptwatch.target.HostPort;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.IdentityChecks;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Policies;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Resolution;
import io.rcptwatch.target.Target;
import io.rcptwatch.target.Timeouts;
import io.rcptwatch.yaml.SourcePosition;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts together the records of a document in which nothing is wrong. */
final class ConfigurationBuilder {
    private static final int DNS_PORT = 53;
    private static final int SMTP_PORT = 25;

    // RFC 2606 §2: it is nobody's.
    private static final DomainName NOWHERE = new DomainName("any.invalid", "any.invalid");

    private final Values document;
    private final Map<String, Identity> identities = new LinkedHashMap<>();

    private ConfigurationBuilder(Values document) {
        this.document = document;
        document.sections(Grammar.IDENTITIES).stream()
                .map(ConfigurationBuilder::identity)
                .forEach(identity -> identities.put(identity.name(), identity));
    }

    static Configuration of(Values document, Path file) {
        ConfigurationBuilder assembly = new ConfigurationBuilder(document);
        return new Configuration(
                List.copyOf(assembly.identities.values()),
                document.get(Grammar.CONTACT),
                resolution(document.under(Grammar.DNS), file),
                politeness(document.under(Grammar.POLITENESS)),
                egress(document.under(Grammar.EGRESS)),
                identityChecks(document.under(Grammar.IDENTITY_CHECKS)),
                assembly.anyDomain(),
                document.sections(Grammar.TARGETS).stream().map(assembly::target).toList(),
                document.get(Grammar.RULES).map(file::resolveSibling),
                document.need(Grammar.RELOAD_ON_CHANGE),
                document.get(Grammar.SANDBOX).map(file::resolveSibling),
                document.sections(Grammar.LOGS).stream()
                        .map(log -> assembly.log(log, file))
                        .toList(),
                StateSettings.of(
                        document, file, Optional.ofNullable(System.getenv("STATE_DIRECTORY"))));
    }

    private LogSettings log(Values values, Path file) {
        return new LogSettings(
                file.resolveSibling(values.need(Grammar.LOG_FILE)),
                values.get(Grammar.LOG_IDENTITY)
                        .orElseGet(() -> identities.keySet().iterator().next()));
    }

    private static Identity identity(Values values) {
        return new Identity(
                values.need(Grammar.NAME),
                values.need(Grammar.HELO),
                values.need(Grammar.MAIL_FROM),
                values.get(Grammar.SOURCE_ADDRESS),
                plain(values.items(Grammar.EXTERNAL_ADDRESSES)));
    }

    private static Resolution resolution(Values dns, Path file) {
        return new Resolution(
                dns.items(Grammar.SERVERS).stream()
                        .map(server -> server.value().socketAddress(DNS_PORT))
                        .toList(),
                dns.need(Grammar.DNSSEC),
                dns.get(Grammar.TRUST_ANCHORS).map(file::resolveSibling));
    }

    private static Egress egress(Values values) {
        return new Egress(
                hosts(values, Grammar.EGRESS_HOSTS, SMTP_PORT),
                values.need(Grammar.EGRESS_INTERVAL));
    }

    private static IdentityChecks identityChecks(Values values) {
        return new IdentityChecks(
                values.need(Grammar.CHECKS_INTERVAL),
                zones(values, Grammar.BLOCKLISTS),
                zones(values, Grammar.DOMAIN_LISTS));
    }

    private static List<String> zones(Values values, Key<List<Value<DomainName>>> key) {
        return values.items(key).stream().map(zone -> zone.value().ascii()).toList();
    }

    private static Politeness politeness(Values values) {
        return new Politeness(
                values.need(Grammar.MIN_INTERVAL),
                new Politeness.Allowance(
                        values.need(Grammar.PER_HOST),
                        values.need(Grammar.PER_HOST_MINUTE),
                        values.need(Grammar.PER_HOST_DAY)),
                new Politeness.Allowance(
                        values.need(Grammar.PER_PROVIDER),
                        values.need(Grammar.PER_PROVIDER_MINUTE),
                        values.need(Grammar.PER_PROVIDER_DAY)),
                new Politeness.Allowance(
                        values.need(Grammar.MAX_IN_FLIGHT),
                        values.need(Grammar.PER_MINUTE),
                        values.need(Grammar.PER_DAY)),
                new Politeness.BackoffSettings(
                        values.need(Grammar.BACKOFF_MIN), values.need(Grammar.BACKOFF_CAP)),
                plain(values.need(Grammar.GREYLIST_RETRIES)),
                values.need(Grammar.ALLOW_PRIVATE));
    }

    private Optional<Target> anyDomain() {
        Values any = Values.NONE.with(Grammar.DOMAIN, new Value<>(NOWHERE, SourcePosition.NOWHERE));
        return document.under(Grammar.PROBE).need(Grammar.ANY_DOMAIN)
                ? Optional.of(target(any))
                : Optional.empty();
    }

    /** That target in another domain; a recipient with a domain of its own stays there. */
    static Target unlisted(Target any, DomainName domain) {
        MailAddress recipient = any.recipient();
        boolean anywhere = recipient.domain().equals(NOWHERE.ascii());
        return any.at(
                domain,
                anywhere ? new MailAddress(recipient.localPart(), domain.ascii()) : recipient);
    }

    private Target target(Values own) {
        Layers values = new Layers(own, document.under(Grammar.DEFAULTS));
        DomainName domain = values.need(Grammar.DOMAIN);
        return new Target(
                domain,
                values.need(Grammar.RECIPIENT).at(domain),
                values.need(Grammar.INTERVAL),
                values.need(Grammar.PORT),
                values.need(Grammar.TLS),
                plain(values.need(Grammar.FAMILIES)),
                asking(values),
                Set.copyOf(plain(values.need(Grammar.EXPECT))),
                timeouts(values.under(Grammar.TIMEOUTS)),
                values.need(Grammar.MAX_HOSTS),
                new Policies(values.need(Grammar.MTA_STS), values.need(Grammar.DANE)),
                hosts(own, Grammar.HOSTS, values.need(Grammar.PORT)));
    }

    private List<Identity> asking(Layers target) {
        List<String> known = List.copyOf(identities.keySet());
        return target.identities(known).orElseThrow().stream().map(identities::get).toList();
    }

    private static Timeouts timeouts(Layers values) {
        return new Timeouts(
                values.need(Grammar.CONNECT),
                values.need(Grammar.BANNER),
                values.need(Grammar.REPLY),
                values.need(Grammar.CONVERSATION));
    }

    // Hosts that differ only by the port that one of them leaves out are one.
    private static List<HostPort> hosts(Values values, Key<List<Value<Endpoint>>> key, int port) {
        return values.items(key).stream()
                .map(host -> host.value().onPort(port))
                .distinct()
                .toList();
    }

    private static <E> List<E> plain(List<Value<E>> values) {
        return values.stream().map(Value::value).toList();
    }
}
