package io.rcptwatch.sandbox;

import io.rcptwatch.sandbox.Domain.Expectation;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.yaml.MistakeException;
import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.YamlDocument;
import io.rcptwatch.yaml.YamlEntry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Reads a world file, and is strict about it. */
final class WorldFile {
    private static final Pattern HOST_NAME =
            Pattern.compile(
                    "(?=.{1,253}$)[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9])?"
                            + "(\\.[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9])?)*");

    private final Map<String, Script> scripts = new HashMap<>();
    private final Set<String> domains = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();
    private final Set<InetAddress> addresses = new HashSet<>();

    private WorldFile() {}

    /**
     * Reads a file.
     *
     * @throws WorldFileException at its first mistake
     */
    static SandboxWorld read(Path file) throws WorldFileException {
        Mistakes mistakes = new Mistakes(file.toString());
        try {
            Optional<SandboxWorld> world =
                    YamlDocument.read(file, mistakes)
                            .map(
                                    node ->
                                            new WorldFile()
                                                    .world(
                                                            YamlEntry.document(
                                                                    file.toString(), node)));
            return world.orElseThrow(() -> new WorldFileException(mistakes));
        } catch (MistakeException e) {
            mistakes.add(e);
            throw new WorldFileException(mistakes);
        }
    }

    private SandboxWorld world(YamlEntry file) {
        YamlEntry.Fields fields =
                file.fields(
                        List.of("dns", "port", "limits", "https", "records", "domains", "scripts"));
        for (Map.Entry<String, YamlEntry> script :
                fields.required("scripts").entries().entrySet()) {
            scripts.put(script.getKey(), ScriptReader.read(script.getKey(), script.getValue()));
        }
        return new SandboxWorld(
                listeningAddress(fields.required("dns")),
                fields.required("port").number(0, 65_535),
                fields.or(SandboxWorld.Limits.DEFAULT, "limits", WorldFile::limits),
                https(fields),
                fields.required("domains").items(this::domain),
                fields.or(List.of(), "records", entry -> entry.items(WorldFile::record)));
    }

    private static Optional<InetSocketAddress> https(YamlEntry.Fields fields) {
        Optional<YamlEntry> https = fields.optional("https");
        return https.isEmpty() ? Optional.empty() : Optional.of(listeningAddress(https.get()));
    }

    private static Record record(YamlEntry entry) {
        String[] parts = entry.text().split("\\s+", 3);
        try {
            return Record.fromString(
                    Name.fromString(parts[0], Name.root),
                    Type.value(parts.length > 1 ? parts[1] : ""),
                    DClass.IN,
                    SandboxZone.TTL_SECONDS,
                    parts.length > 2 ? parts[2] : "",
                    Name.root);
        } catch (IOException | IllegalArgumentException _) {
            throw entry.mistake(
                    "'" + entry.text() + "' is no record like \"host.test. A 127.0.0.1\"");
        }
    }

    private static InetSocketAddress listeningAddress(YamlEntry entry) {
        String text = entry.text();
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 0 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw entry.mistake("'" + text + "' is no loopback address and port like 127.0.0.1:53");
        }
        return new InetSocketAddress(
                loopback(entry, text.substring(0, colon)), Integer.parseInt(port));
    }

    private static InetAddress loopback(YamlEntry entry, String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            if (address.isLoopbackAddress()) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // Told below, as for an address elsewhere.
        }
        throw entry.mistake("'" + text + "' is no loopback address: 127.0.0.0/8 or ::1");
    }

    private static SandboxWorld.Limits limits(YamlEntry entry) {
        SandboxWorld.Limits usual = SandboxWorld.Limits.DEFAULT;
        YamlEntry.Fields fields =
                entry.fields(List.of("connections", "idle", "conversation", "dialogues"));
        return new SandboxWorld.Limits(
                fields.or(usual.connections(), "connections", e -> e.number(1, 100_000)),
                fields.or(usual.idle(), "idle", WorldFile::patience),
                fields.or(usual.conversation(), "conversation", WorldFile::patience),
                fields.or(usual.dialogues(), "dialogues", e -> e.number(1, 100_000)));
    }

    private static Duration patience(YamlEntry entry) {
        Duration time = entry.duration();
        if (time.isZero()) {
            throw entry.mistake("must be longer than 0");
        }
        return time;
    }

    private Domain domain(YamlEntry entry) {
        YamlEntry.Fields fields =
                entry.fields(
                        List.of(
                                "domain",
                                "description",
                                "expect",
                                "mx",
                                "dns",
                                "address",
                                "script",
                                "dane",
                                "mta_sts"));
        YamlEntry name = fields.required("domain");
        return new Domain(
                once(domains, hostName(name), name),
                fields.required("description").text(),
                expectation(fields.required("expect")),
                mail(hostName(name), fields),
                demands(fields));
    }

    private static Expectation expectation(YamlEntry entry) {
        YamlEntry.Fields fields = entry.fields(List.of("status", "outcomes"));
        return new Expectation(
                fields.required("status").text(),
                fields.required("outcomes").items(outcome -> outcome.oneOf(Outcome.class)));
    }

    private static TlsPolicyRecords demands(YamlEntry.Fields fields) {
        return new TlsPolicyRecords(
                fields.or(
                        Optional.empty(),
                        "dane",
                        dane -> Optional.of(dane.oneOf(TlsPolicyRecords.DaneRecords.class))),
                fields.or(Optional.empty(), "mta_sts", WorldFile::policy));
    }

    private static Optional<TlsPolicyRecords.PublishedPolicy> policy(YamlEntry entry) {
        YamlEntry.Fields fields = entry.fields(List.of("mode", "mx"));
        return Optional.of(
                new TlsPolicyRecords.PublishedPolicy(
                        fields.required("mode").oneOf(TlsPolicyRecords.PublishedPolicy.Mode.class),
                        fields.required("mx").items(YamlEntry::text)));
    }

    private MailRecords mail(String domain, YamlEntry.Fields fields) {
        List<String> ways =
                Stream.of("mx", "dns", "address").filter(fields.entries()::containsKey).toList();
        if (ways.size() != 1) {
            throw fields.whole().mistake("just one of mx, dns and address says where mail goes");
        }
        YamlEntry way = fields.required(ways.getFirst());
        return switch (ways.getFirst()) {
            case "mx" -> exchangers(way);
            case "dns" -> way.oneOf(ScriptedDnsAnswer.class).mail;
            default ->
                    new MailRecords.ImplicitHost(
                            host(
                                    once(hosts, domain, way),
                                    Optional.of(way),
                                    fields.optional("script")));
        };
    }

    /** What can stand at {@code dns}. */
    private enum ScriptedDnsAnswer {
        NULL_MX(new MailRecords.NullMxRecord()),
        NXDOMAIN(new MailRecords.DnsFault(MailRecords.DnsFault.Kind.NXDOMAIN)),
        SERVFAIL(new MailRecords.DnsFault(MailRecords.DnsFault.Kind.SERVFAIL)),
        BOGUS(new MailRecords.DnsFault(MailRecords.DnsFault.Kind.BOGUS)),
        REFUSED(new MailRecords.DnsFault(MailRecords.DnsFault.Kind.REFUSED)),
        TIMEOUT(new MailRecords.DnsFault(MailRecords.DnsFault.Kind.TIMEOUT));

        @SuppressWarnings("ImmutableEnumChecker") // these two are
        private final MailRecords mail;

        ScriptedDnsAnswer(MailRecords mail) {
            this.mail = mail;
        }
    }

    private MailRecords exchangers(YamlEntry entry) {
        List<MailRecords.Exchanger> exchangers = entry.items(this::exchanger);
        if (exchangers.isEmpty()) {
            throw entry.mistake("names no host; a domain that takes no mail has dns: null_mx");
        }
        return new MailRecords.Exchangers(exchangers);
    }

    private MailRecords.Exchanger exchanger(YamlEntry entry) {
        YamlEntry.Fields fields =
                entry.fields(
                        List.of("preference", "host", "address", "script", "address6", "script6"));
        YamlEntry entryOfName = fields.required("host");
        String name = once(hosts, hostName(entryOfName), entryOfName);
        return new MailRecords.Exchanger(
                fields.or(10, "preference", preference -> preference.number(0, 65_535)),
                host(name, fields.optional("address"), fields.optional("script")),
                fields.optional("address6").isEmpty() && fields.optional("script6").isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                host(
                                        name,
                                        fields.optional("address6"),
                                        fields.optional("script6"))));
    }

    private SandboxHost host(String name, Optional<YamlEntry> address, Optional<YamlEntry> script) {
        if (address.isEmpty() && script.isPresent()) {
            throw script.get().mistake("needs an address beside it");
        }
        if (address.isEmpty()) {
            return new SandboxHost.Unaddressed(name);
        }
        InetAddress own =
                once(addresses, loopback(address.get(), address.get().text()), address.get());
        return script.isEmpty()
                ? new SandboxHost.Deaf(name, own)
                : new SandboxHost.Listening(name, own, script(script.get()));
    }

    private Script script(YamlEntry entry) {
        Script script = scripts.get(entry.text());
        if (script == null) {
            throw entry.mistake("there is no script '" + entry.text() + "' among the scripts");
        }
        return script;
    }

    private static String hostName(YamlEntry entry) {
        String name = entry.text().toLowerCase(Locale.ROOT);
        if (!HOST_NAME.matcher(name).matches()) {
            throw entry.mistake("'" + entry.text() + "' is no host name");
        }
        return name;
    }

    private static <T> T once(Set<T> seen, T value, YamlEntry entry) {
        if (!seen.add(value)) {
            throw entry.mistake("'" + entry.text() + "' is taken further up already");
        }
        return value;
    }
}
