package io.rcptwatch.config;

import static io.rcptwatch.config.Key.builtIn;
import static io.rcptwatch.config.Key.optional;
import static io.rcptwatch.config.Key.required;

import io.rcptwatch.target.Dnssec;
import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.TlsMode;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Every key of the configuration, with its type, its default and its meaning. */
final class Grammar {
    private static final Scalar<Duration> PERIOD = Scalars.duration(Duration.ofDays(30));
    private static final Scalar<Duration> WAIT = Scalars.duration(Duration.ofHours(1));
    private static final Scalar<Integer> CAP = Scalars.whole(1, 100_000);
    private static final Scalar<Integer> COUNT = Scalars.whole(1, 1_000_000_000);

    // identities[]
    static final Key<String> NAME =
            required("name", Scalars.IDENTITY_NAME, "What metrics and targets call it.");
    static final Key<String> HELO =
            required(
                    "helo",
                    Scalars.HELO,
                    "What we say in EHLO: a name that we own, with a PTR record.");
    static final Key<MailAddress> MAIL_FROM =
            required(
                    "mail_from",
                    Scalars.MAIL_FROM,
                    "The envelope sender: never empty, and never a recipient of its own probes.");
    static final Key<InetAddress> SOURCE_ADDRESS =
            optional(
                    "source_address",
                    Scalars.ADDRESS,
                    "the system chooses",
                    "The local address to connect from.");
    static final Key<List<Value<InetAddress>>> EXTERNAL_ADDRESSES =
            optional(
                    "external_addresses",
                    new ListOf<>(Scalars.ADDRESS, "IP addresses", 8),
                    "those of the socket",
                    "The addresses that others see us come from, where a NAT changes them.");

    static final Section IDENTITY =
            Section.of(NAME, HELO, MAIL_FROM, SOURCE_ADDRESS, EXTERNAL_ADDRESSES);

    // dns
    static final Key<List<Value<Endpoint>>> SERVERS =
            optional(
                    "servers",
                    new ListOf<>(Scalars.DNS_SERVER, "DNS servers", 10),
                    "the system's",
                    "The resolvers to ask, on port 53 where none is given.");

    static final Key<Dnssec> DNSSEC =
            builtIn(
                    "dnssec",
                    Scalars.DNSSEC,
                    "off",
                    "Whether answers count as secure never, by the word of the servers, all at"
                            + " loopback, or by signatures that we validate: DANE needs it.");

    static final Key<Path> TRUST_ANCHORS =
            optional(
                    "trust_anchors",
                    Scalars.FILE,
                    "the root's, as IANA publishes them",
                    "A file of DS or DNSKEY records with which validation begins.");

    // defaults.timeouts, targets[].timeouts
    static final Key<Duration> CONNECT =
            builtIn("connect", WAIT, "30s", "How long the TCP connection may take.");
    static final Key<Duration> BANNER =
            builtIn("banner", WAIT, "60s", "How long the 220 greeting may take.");
    static final Key<Duration> REPLY =
            builtIn(
                    "reply",
                    WAIT,
                    "60s",
                    "How long the answer to a command, and the TLS handshake, may take.");
    static final Key<Duration> CONVERSATION =
            builtIn(
                    "conversation",
                    WAIT,
                    "180s",
                    "How long all of it may take, no less than the longest of the others.");

    // defaults, targets[]
    static final Key<Profile> PROFILE =
            builtIn(
                    "profile",
                    Scalars.PROFILE,
                    "mx",
                    "What kind of server is asked: it sets port, tls and expect where nobody gives"
                            + " them.");
    static final Key<Duration> INTERVAL =
            builtIn("interval", PERIOD, "10m", "The time from one round of probes to the next.");
    static final Key<Integer> PORT =
            builtIn(
                    "port",
                    Scalars.whole(1, Endpoint.HIGHEST_PORT),
                    "25",
                    "The port that the mail hosts listen on.");
    static final Key<Recipient> RECIPIENT =
            builtIn(
                    "recipient",
                    Scalars.RECIPIENT,
                    "postmaster",
                    "Whom RCPT TO names: in the target's domain, unless the target has hosts.");
    static final Key<TlsMode> TLS =
            builtIn(
                    "tls",
                    Scalars.TLS,
                    "opportunistic",
                    "Whether TLS is never used, tried where offered, a must, or there from the first"
                            + " byte.");
    static final Key<List<Value<Family>>> FAMILIES =
            builtIn(
                    "families",
                    new ListOf<>(Scalars.FAMILY, "words", Family.values().length),
                    "[ip4]",
                    "The address families to try, each apart.");
    static final Key<List<Value<String>>> IDENTITIES_OF_TARGET =
            builtIn(
                    "identities",
                    new ListOf<>(Scalars.IDENTITY_NAME, "names", 100),
                    "[default]",
                    "Who asks, each apart; where nobody says so, also the only identity there is.");
    static final Key<List<Value<Outcome>>> EXPECT =
            builtIn(
                    "expect",
                    new ListOf<>(Scalars.EXPECTED, "words", Scalars.ENDING_PROBES.size()),
                    "[accepted]",
                    "The outcomes that count as success.");
    static final Key<Values> TIMEOUTS =
            optional(
                    "timeouts",
                    Section.of(CONNECT, BANNER, REPLY, CONVERSATION),
                    "as for its keys",
                    "How long a probe waits.");
    static final Key<Integer> MAX_HOSTS =
            builtIn(
                    "max_hosts",
                    Scalars.whole(1, 32),
                    "5",
                    "How many mail hosts are asked at most, best preference first.");

    static final Key<Boolean> MTA_STS =
            builtIn(
                    "mta_sts",
                    Scalars.TRUTH,
                    "true",
                    "Whether the domain's MTA-STS policy is looked up and honoured.");

    static final Key<Boolean> DANE =
            builtIn(
                    "dane",
                    Scalars.TRUTH,
                    "true",
                    "Whether the hosts' TLSA records are looked up and honoured, where dns.dnssec"
                            + " is not off.");
    private static final Section PROBING =
            Section.of(
                    PROFILE,
                    INTERVAL,
                    PORT,
                    RECIPIENT,
                    TLS,
                    FAMILIES,
                    IDENTITIES_OF_TARGET,
                    EXPECT,
                    TIMEOUTS,
                    MAX_HOSTS,
                    MTA_STS,
                    DANE);

    // politeness
    static final Key<Duration> MIN_INTERVAL =
            builtIn(
                    "min_interval",
                    PERIOD,
                    "60s",
                    "No target may have a shorter interval than this.");
    static final Key<Integer> PER_HOST =
            builtIn("per_host_connections", CAP, "1", "Connections at once to one mail host.");
    static final Key<Integer> PER_HOST_MINUTE =
            builtIn(
                    "per_host_per_minute",
                    COUNT,
                    "30",
                    "Conversations with one mail host begun in any minute.");
    static final Key<Integer> PER_HOST_DAY =
            builtIn(
                    "per_host_per_day",
                    COUNT,
                    "10000",
                    "Conversations with one mail host begun in any 24 hours.");
    static final Key<Integer> PER_PROVIDER =
            builtIn(
                    "per_provider_connections",
                    CAP,
                    "2",
                    "Connections at once to the hosts of one provider.");
    static final Key<Integer> PER_PROVIDER_MINUTE =
            builtIn(
                    "per_provider_per_minute",
                    COUNT,
                    "60",
                    "Conversations with the hosts of one provider begun in any minute.");
    static final Key<Integer> PER_PROVIDER_DAY =
            builtIn(
                    "per_provider_per_day",
                    COUNT,
                    "50000",
                    "Conversations with the hosts of one provider begun in any 24 hours.");
    static final Key<Integer> MAX_IN_FLIGHT =
            builtIn("max_in_flight", CAP, "500", "Conversations at once in all.");
    static final Key<Integer> PER_MINUTE =
            builtIn("per_minute", COUNT, "3000", "Conversations begun in any minute in all.");
    static final Key<Integer> PER_DAY =
            builtIn("per_day", COUNT, "3000000", "Conversations begun in any 24 hours in all.");
    static final Key<Duration> BACKOFF_MIN =
            builtIn(
                    "backoff_min",
                    PERIOD,
                    "5m",
                    "How long a provider that does not want us is left alone at first, and twice the"
                            + " interval at least.");
    static final Key<Duration> BACKOFF_CAP =
            builtIn(
                    "backoff_cap",
                    PERIOD,
                    "6h",
                    "How long at most, unless a reply names a longer time, of which up to a day is"
                            + " honoured.");
    static final Key<List<Value<Duration>>> GREYLIST_RETRIES =
            builtIn(
                    "greylist_retries",
                    new ListOf<>(PERIOD, "durations", 20),
                    "[5m, 10m, 15m, 30m, 60m]",
                    "The waits before each new try where we are greylisted, no two the same.");
    static final Key<Boolean> ALLOW_PRIVATE =
            builtIn(
                    "allow_private_addresses",
                    Scalars.TRUTH,
                    "false",
                    "Whether loopback, private and link-local addresses may be contacted.");

    // egress
    static final Key<List<Value<Endpoint>>> EGRESS_HOSTS =
            optional(
                    "hosts",
                    new ListOf<>(Scalars.MAIL_HOST, "hosts", 10),
                    "nobody is asked",
                    "Mail hosts that are known to answer, best first, on port 25 where none is"
                            + " given.");

    static final Key<Duration> EGRESS_INTERVAL =
            builtIn("interval", PERIOD, "5m", "The time from one look to the next.");

    // identity_checks
    static final Key<Duration> CHECKS_INTERVAL =
            builtIn("interval", PERIOD, "1h", "The time from one look to the next.");

    static final Key<List<Value<DomainName>>> BLOCKLISTS =
            optional(
                    "blocklists",
                    new ListOf<>(Scalars.DOMAIN, "zones", 50),
                    "none is asked",
                    "DNS blocklists of addresses, by their zone, as zen.example.org.");

    static final Key<List<Value<DomainName>>> DOMAIN_LISTS =
            optional(
                    "domain_lists",
                    new ListOf<>(Scalars.DOMAIN, "zones", 50),
                    "none is asked",
                    "DNS blocklists of domains, by their zone, as dbl.example.org.");

    // probe
    static final Key<Boolean> ANY_DOMAIN =
            builtIn(
                    "any_domain",
                    Scalars.TRUTH,
                    "false",
                    "Whether domains that are no target may be asked about, as defaults say.");

    // targets[]
    static final Key<DomainName> DOMAIN =
            required(
                    "domain",
                    Scalars.DOMAIN,
                    "The domain that mail is addressed to, once in the file.");
    static final Key<List<Value<Endpoint>>> HOSTS =
            optional(
                    "hosts",
                    new ListOf<>(Scalars.MAIL_HOST, "hosts", 32),
                    "asks the DNS",
                    "The mail hosts to ask instead of those in the DNS, best first.");
    static final Section TARGET =
            new Section(
                    Stream.of(List.of(DOMAIN), PROBING.inherited().keys(), List.of(HOSTS))
                            .<Key<?>>flatMap(List::stream)
                            .toList());

    // the document
    static final Key<List<Value<Values>>> IDENTITIES =
            required(
                    "identities",
                    new ListOf<>(IDENTITY, "mappings", 100),
                    "Who we say we are; each is a vantage point of its own.");
    static final Key<URI> CONTACT =
            optional(
                    "contact",
                    Scalars.CONTACT,
                    "none is shown",
                    "Where the postmaster of a receiver finds you: shown on the page Good neighbour.");
    static final Key<Values> DNS =
            optional(
                    "dns",
                    Section.of(SERVERS, DNSSEC, TRUST_ANCHORS),
                    "as for its keys",
                    "How names are looked up.");
    static final Key<Values> DEFAULTS =
            optional("defaults", PROBING, "as for its keys", "What holds for every target.");
    static final Key<Values> POLITENESS =
            optional(
                    "politeness",
                    Section.of(
                            MIN_INTERVAL,
                            PER_HOST,
                            PER_HOST_MINUTE,
                            PER_HOST_DAY,
                            PER_PROVIDER,
                            PER_PROVIDER_MINUTE,
                            PER_PROVIDER_DAY,
                            MAX_IN_FLIGHT,
                            PER_MINUTE,
                            PER_DAY,
                            BACKOFF_MIN,
                            BACKOFF_CAP,
                            GREYLIST_RETRIES,
                            ALLOW_PRIVATE),
                    "as for its keys",
                    "What we allow ourselves towards other people's servers.");
    static final Key<Values> EGRESS =
            optional(
                    "egress",
                    Section.of(EGRESS_HOSTS, EGRESS_INTERVAL),
                    "as for its keys",
                    "How we find out whether our own network lets us out to mail servers.");

    static final Key<Values> IDENTITY_CHECKS =
            optional(
                    "identity_checks",
                    Section.of(CHECKS_INTERVAL, BLOCKLISTS, DOMAIN_LISTS),
                    "as for its keys",
                    "How we look at our own identities.");

    static final Key<Values> PROBE =
            optional(
                    "probe",
                    Section.of(ANY_DOMAIN),
                    "as for its keys",
                    "What whoever calls /probe may ask for.");
    static final Key<List<Value<Values>>> TARGETS =
            required(
                    "targets",
                    new ListOf<>(TARGET, "mappings", Integer.MAX_VALUE),
                    "What is watched.");
    static final Key<Path> RULES =
            optional(
                    "rules",
                    Scalars.FILE,
                    "only those that we ship",
                    "A file of your own rules for what replies mean, asked before ours.");
    static final Key<Boolean> RELOAD_ON_CHANGE =
            builtIn(
                    "reload_on_change",
                    Scalars.TRUTH,
                    "false",
                    "Whether this file and that of the rules are read again when they change.");
    static final Key<Path> SANDBOX =
            optional(
                    "sandbox",
                    Scalars.FILE,
                    "no sandbox",
                    "A file that describes a mail world to run on loopback beside the agent.");

    // logs[]
    static final Key<Path> LOG_FILE =
            required(
                    "file",
                    Scalars.FILE,
                    "The file. The agent follows it across its rotation, from the last place that it read.");
    static final Key<String> LOG_IDENTITY =
            optional(
                    "identity",
                    Scalars.IDENTITY_NAME,
                    "the first one",
                    "Whose deliveries the log tells of.");
    static final Key<List<Value<Values>>> LOGS =
            optional(
                    "logs",
                    new ListOf<>(Section.of(LOG_FILE, LOG_IDENTITY), "logs", 16),
                    "none",
                    "What our own mail server (Postfix, Exim, KumoMTA) writes about its deliveries.");

    // state
    static final Key<Path> STATE_FILE =
            optional(
                    "file",
                    Scalars.FILE,
                    "NAME.state in $STATE_DIRECTORY, else beside this file; with a sandbox none",
                    "The file to remember in what must outlive a restart.");
    static final Key<Integer> STATE_KEEP =
            builtIn(
                    "keep",
                    Scalars.whole(0, 100),
                    "5",
                    "How many conversations before its latest round are kept for each target.");
    static final Key<Values> STATE =
            optional(
                    "state",
                    Section.of(STATE_FILE, STATE_KEEP),
                    "as for its keys",
                    "What outlives a restart.");
    static final Section DOCUMENT =
            Section.of(
                    IDENTITIES,
                    CONTACT,
                    DNS,
                    DEFAULTS,
                    POLITENESS,
                    EGRESS,
                    IDENTITY_CHECKS,
                    PROBE,
                    TARGETS,
                    RULES,
                    RELOAD_ON_CHANGE,
                    SANDBOX,
                    LOGS,
                    STATE);

    private Grammar() {}
}
