package io.rcptwatch.sandbox;

import io.rcptwatch.smtp.Reply;
import io.rcptwatch.yaml.YamlEntry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a script of a world file. */
final class ScriptReader {
    // RFC 5321 §4.2: a code, then a hyphen where more lines follow, then the text.
    private static final Pattern LINE = Pattern.compile("([2-5]\\d\\d)([ -]|$)(\\P{Cntrl}*)");
    // RFC 5321 §4.1.1.1: a keyword and its parameters.
    private static final Pattern EXTENSION =
            Pattern.compile("(?!(?i)STARTTLS)[A-Za-z0-9][-A-Za-z0-9]*([ =]\\P{Cntrl}*)?");
    private static final List<String> USUAL_EXTENSIONS =
            List.of("PIPELINING", "SIZE 52428800", "8BITMIME", "ENHANCEDSTATUSCODES", "SMTPUTF8");
    private static final List<String> KEYS =
            Stream.concat(
                            Stream.of(
                                    "tls",
                                    "delay",
                                    "extensions",
                                    "greylist",
                                    "clients",
                                    "recipients"),
                            Arrays.stream(SmtpStage.values()).map(SmtpStage::label))
                    .toList();

    private final String name;
    private final YamlEntry.Fields fields;
    private final Duration delay;

    private ScriptReader(String name, YamlEntry.Fields fields) {
        this.name = name;
        this.fields = fields;
        this.delay = fields.or(Duration.ZERO, "delay", YamlEntry::duration);
    }

    /** Reads the script of that name. */
    static Script read(String name, YamlEntry entry) {
        return new ScriptReader(name, entry.fields(KEYS)).script();
    }

    private Script script() {
        return new Script(
                name,
                fields.or(Script.Tls.GOOD, "tls", entry -> entry.oneOf(Script.Tls.class)),
                fields.or(
                        USUAL_EXTENSIONS,
                        "extensions",
                        entry -> entry.items(ScriptReader::extension)),
                delay,
                answers(),
                fields.or(Map.of(), "clients", this::clients),
                fields.or(Map.of(), "recipients", this::recipients),
                fields.or(Optional.empty(), "greylist", ScriptReader::greylisting));
    }

    private Map<SmtpStage, ScriptedReply> answers() {
        Map<SmtpStage, ScriptedReply> answers = new EnumMap<>(SmtpStage.class);
        for (SmtpStage cue : SmtpStage.values()) {
            Optional<YamlEntry> entry = fields.optional(cue.label());
            if (entry.isPresent()) {
                answers.put(cue, answer(entry.get()));
            }
        }
        return answers;
    }

    private Map<String, ScriptedReply> clients(YamlEntry entry) {
        Map<String, ScriptedReply> clients = new HashMap<>();
        for (Map.Entry<String, YamlEntry> client : entry.entries().entrySet()) {
            clients.put(address(client.getKey(), client.getValue()), answer(client.getValue()));
        }
        return clients;
    }

    private static String address(String text, YamlEntry entry) {
        try {
            return InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException _) {
            throw entry.mistake("'" + text + "' is no address like 127.0.0.2");
        }
    }

    private Map<String, ScriptedReply> recipients(YamlEntry entry) {
        Map<String, ScriptedReply> recipients = new HashMap<>();
        for (Map.Entry<String, YamlEntry> recipient : entry.entries().entrySet()) {
            recipients.put(
                    recipient.getKey().toLowerCase(Locale.ROOT), answer(recipient.getValue()));
        }
        return recipients;
    }

    private static String extension(YamlEntry entry) {
        String text = entry.text();
        if (!EXTENSION.matcher(text).matches()) {
            throw entry.mistake(
                    "'" + text + "' is no extension like SIZE 1000; STARTTLS is offered by tls");
        }
        return text;
    }

    private static Optional<Greylisting> greylisting(YamlEntry entry) {
        YamlEntry.Fields fields = entry.fields(List.of("for", "tries", "reply"));
        return Optional.of(
                new Greylisting(
                        fields.or(Duration.ZERO, "for", YamlEntry::duration),
                        fields.or(1, "tries", tries -> tries.number(1, 1_000)),
                        reply(fields.required("reply"))));
    }

    private ScriptedReply answer(YamlEntry entry) {
        if (entry.isScalar()) {
            return deed(entry, delay);
        }
        YamlEntry.Fields at = entry.fields(List.of("after", "say", "raw"));
        Duration after = at.or(delay, "after", YamlEntry::duration);
        Optional<YamlEntry> raw = at.optional("raw");
        if (raw.isEmpty()) {
            return deed(at.required("say"), after);
        }
        if (at.optional("say").isPresent()) {
            throw entry.mistake("say and raw exclude each other");
        }
        return new ScriptedReply.Raw(raw.get().text(), after);
    }

    private static ScriptedReply deed(YamlEntry entry, Duration after) {
        return switch (entry.text()) {
            case "drop" -> new ScriptedReply.Drop(after);
            case "hold" -> new ScriptedReply.Hold(after);
            default -> new ScriptedReply.Say(reply(entry), after);
        };
    }

    private static Reply reply(YamlEntry entry) {
        List<String> lines = entry.text().lines().toList();
        String code = lines.getFirst().substring(0, Math.min(3, lines.getFirst().length()));
        List<String> texts = new ArrayList<>();
        for (String line : lines) {
            boolean last = texts.size() == lines.size() - 1;
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()
                    || !matcher.group(1).equals(code)
                    || matcher.group(2).equals("-") == last) {
                throw entry.mistake(
                        "'"
                                + line
                                + "' is no such line of a reply as '250 Ok', or '250-Ok' where more"
                                + " lines with the same code follow; drop and hold are allowed too");
            }
            texts.add(matcher.group(3));
        }
        Optional<String> unknown = ScriptVariable.unknownPlaceholder(entry.text());
        if (unknown.isPresent()) {
            throw entry.mistake(unknown.get() + " is none of " + ScriptVariable.placeholders());
        }
        return new Reply(Integer.parseInt(code), texts);
    }
}
