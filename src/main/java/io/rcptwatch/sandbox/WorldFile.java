package io.rcptwatch.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rcptwatch.sandbox.Domain.Expectation;
import io.rcptwatch.target.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

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
     * @throws IOException where it cannot be read at all
     */
    static World read(Path file) throws IOException, WorldFileException {
        return new WorldFile().world(parse(file, text(file)));
    }

    private static String text(Path file) throws IOException, WorldFileException {
        try {
            return Files.readString(file, UTF_8);
        } catch (CharacterCodingException _) {
            throw new WorldFileException(file, 1, 1, "this is no UTF-8");
        }
    }

    private static Entry parse(Path file, String text) throws WorldFileException {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root == null) {
                throw new WorldFileException(file, 1, 1, "the file is empty");
            }
            return new Entry(file, "", root);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new WorldFileException(
                    file, mark.getLine() + 1, mark.getColumn() + 1, e.getProblem());
        } catch (YAMLException e) {
            throw new WorldFileException(file, 1, 1, String.valueOf(e.getMessage()));
        }
    }

    private World world(Entry file) throws WorldFileException {
        Entry.Fields fields =
                file.fields("dns", "port", "limits", "https", "records", "domains", "scripts");
        for (Map.Entry<String, Entry> script : fields.required("scripts").entries().entrySet()) {
            scripts.put(script.getKey(), ScriptReader.read(script.getKey(), script.getValue()));
        }
        return new World(
                listeningAddress(fields.required("dns")),
                fields.required("port").number(0, 65_535),
                fields.or(World.Limits.DEFAULT, "limits", WorldFile::limits),
                https(fields),
                fields.required("domains").items(this::domain),
                fields.or(List.of(), "records", entry -> entry.items(WorldFile::record)));
    }

    private static Optional<InetSocketAddress> https(Entry.Fields fields)
            throws WorldFileException {
        Optional<Entry> https = fields.optional("https");
        return https.isEmpty() ? Optional.empty() : Optional.of(listeningAddress(https.get()));
    }

    private static Record record(Entry entry) throws WorldFileException {
        String[] parts = entry.text().split("\\s+", 3);
        try {
            return Record.fromString(
                    Name.fromString(parts[0], Name.root),
                    Type.value(parts.length > 1 ? parts[1] : ""),
                    DClass.IN,
                    Zone.TTL_SECONDS,
                    parts.length > 2 ? parts[2] : "",
                    Name.root);
        } catch (IOException | IllegalArgumentException _) {
            throw entry.mistake(
                    "'" + entry.text() + "' is no record like \"host.test. A 127.0.0.1\"");
        }
    }

    private static InetSocketAddress listeningAddress(Entry entry) throws WorldFileException {
        String text = entry.text();
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 0 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw entry.mistake("'" + text + "' is no loopback address and port like 127.0.0.1:53");
        }
        return new InetSocketAddress(
                loopback(entry, text.substring(0, colon)), Integer.parseInt(port));
    }

    private static InetAddress loopback(Entry entry, String text) throws WorldFileException {
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

    private static World.Limits limits(Entry entry) throws WorldFileException {
        World.Limits usual = World.Limits.DEFAULT;
        Entry.Fields fields = entry.fields("connections", "idle", "conversation", "dialogues");
        return new World.Limits(
                fields.or(usual.connections(), "connections", e -> e.number(1, 100_000)),
                fields.or(usual.idle(), "idle", WorldFile::patience),
                fields.or(usual.conversation(), "conversation", WorldFile::patience),
                fields.or(usual.dialogues(), "dialogues", e -> e.number(1, 100_000)));
    }

    private static Duration patience(Entry entry) throws WorldFileException {
        Duration time = entry.duration();
        if (time.isZero()) {
            throw entry.mistake("must be longer than 0");
        }
        return time;
    }

    private Domain domain(Entry entry) throws WorldFileException {
        Entry.Fields fields =
                entry.fields(
                        "domain",
                        "description",
                        "expect",
                        "mx",
                        "dns",
                        "address",
                        "script",
                        "dane",
                        "mta_sts");
        Entry name = fields.required("domain");
        return new Domain(
                once(domains, hostName(name), name),
                fields.required("description").text(),
                expectation(fields.required("expect")),
                mail(hostName(name), fields),
                demands(fields));
    }

    private static Expectation expectation(Entry entry) throws WorldFileException {
        Entry.Fields fields = entry.fields("status", "outcomes");
        return new Expectation(
                fields.required("status").text(),
                fields.required("outcomes").items(outcome -> outcome.oneOf(Outcome.class)));
    }

    private static Demands demands(Entry.Fields fields) throws WorldFileException {
        return new Demands(
                fields.or(
                        Optional.empty(),
                        "dane",
                        dane -> Optional.of(dane.oneOf(Demands.Dane.class))),
                fields.or(Optional.empty(), "mta_sts", WorldFile::policy));
    }

    private static Optional<Demands.Policy> policy(Entry entry) throws WorldFileException {
        Entry.Fields fields = entry.fields("mode", "mx");
        return Optional.of(
                new Demands.Policy(
                        fields.required("mode").oneOf(Demands.Policy.Mode.class),
                        fields.required("mx").items(Entry::text)));
    }

    private Mail mail(String domain, Entry.Fields fields) throws WorldFileException {
        List<String> ways =
                Stream.of("mx", "dns", "address").filter(fields.entries()::containsKey).toList();
        if (ways.size() != 1) {
            throw fields.whole().mistake("just one of mx, dns and address says where mail goes");
        }
        Entry way = fields.required(ways.getFirst());
        return switch (ways.getFirst()) {
            case "mx" -> exchangers(way);
            case "dns" -> way.oneOf(DnsAnswer.class).mail;
            default -> new Mail.Implicit(host(once(hosts, domain, way), fields));
        };
    }

    /** What can stand at {@code dns}. */
    private enum DnsAnswer {
        NULL_MX(new Mail.NullMx()),
        NXDOMAIN(new Mail.Fault(Mail.Fault.Kind.NXDOMAIN)),
        SERVFAIL(new Mail.Fault(Mail.Fault.Kind.SERVFAIL)),
        BOGUS(new Mail.Fault(Mail.Fault.Kind.BOGUS)),
        REFUSED(new Mail.Fault(Mail.Fault.Kind.REFUSED)),
        TIMEOUT(new Mail.Fault(Mail.Fault.Kind.TIMEOUT));

        @SuppressWarnings("ImmutableEnumChecker") // these two are
        private final Mail mail;

        DnsAnswer(Mail mail) {
            this.mail = mail;
        }
    }

    private Mail exchangers(Entry entry) throws WorldFileException {
        List<Mail.Exchanger> exchangers = entry.items(this::exchanger);
        if (exchangers.isEmpty()) {
            throw entry.mistake("names no host; a domain that takes no mail has dns: null_mx");
        }
        return new Mail.Exchangers(exchangers);
    }

    private Mail.Exchanger exchanger(Entry entry) throws WorldFileException {
        Entry.Fields fields = entry.fields("preference", "host", "address", "script");
        Entry name = fields.required("host");
        return new Mail.Exchanger(
                fields.or(10, "preference", preference -> preference.number(0, 65_535)),
                host(once(hosts, hostName(name), name), fields));
    }

    private Host host(String name, Entry.Fields fields) throws WorldFileException {
        Optional<Entry> address = fields.optional("address");
        Optional<Entry> script = fields.optional("script");
        if (address.isEmpty() && script.isPresent()) {
            throw script.get().mistake("needs an address beside it");
        }
        if (address.isEmpty()) {
            return new Host.Unaddressed(name);
        }
        InetAddress own =
                once(addresses, loopback(address.get(), address.get().text()), address.get());
        return script.isEmpty()
                ? new Host.Deaf(name, own)
                : new Host.Listening(name, own, script(script.get()));
    }

    private Script script(Entry entry) throws WorldFileException {
        Script script = scripts.get(entry.text());
        if (script == null) {
            throw entry.mistake("there is no script '" + entry.text() + "' among the scripts");
        }
        return script;
    }

    private static String hostName(Entry entry) throws WorldFileException {
        String name = entry.text().toLowerCase(Locale.ROOT);
        if (!HOST_NAME.matcher(name).matches()) {
            throw entry.mistake("'" + entry.text() + "' is no host name");
        }
        return name;
    }

    private static <T> T once(Set<T> seen, T value, Entry entry) throws WorldFileException {
        if (!seen.add(value)) {
            throw entry.mistake("'" + entry.text() + "' is taken further up already");
        }
        return value;
    }
}
