package io.rcptwatch.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rcptwatch.config.Key.Need.BuiltIn;
import io.rcptwatch.config.Key.Need.Otherwise;
import io.rcptwatch.config.Key.Need.Required;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;

/** Writes the tables of the reference, and the schema but for its definitions, from the grammar. */
final class GrammarPages {
    private static final String HEAD =
            """
            | key | type | without it | allowed | meaning |
            | --- | --- | --- | --- | --- |
            """;
    private static final Pattern SECTION =
            Pattern.compile(
                    "(?m)(^## (?:`(\\w+)`|The document).*\\n(?:(?!## ).*\\n)*?)"
                            + Pattern.quote(HEAD)
                            + "(?:\\|.*\\n)*");
    private static final Pattern WHOLE = Pattern.compile("a whole number from (\\d+) to (\\d+)");
    private static final String ONE_OF = "one of ";
    private static final Pattern WORDS = Pattern.compile(", ");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The definition that describes the text of a value. */
    private static final Map<Scalar<?>, String> DEFINITIONS =
            Map.of(
                    Scalars.IDENTITY_NAME, "identityName",
                    Scalars.HELO, "helo",
                    Scalars.MAIL_FROM, "mailFrom",
                    Scalars.RECIPIENT, "recipient",
                    Scalars.DOMAIN, "domainName",
                    Scalars.ADDRESS, "ipAddress",
                    Scalars.DNS_SERVER, "dnsServer",
                    Scalars.MAIL_HOST, "mailHost",
                    Scalars.CONTACT, "contact",
                    Scalars.FILE, "file");

    private GrammarPages() {}

    /** The reference with its tables written anew: each stands under the heading of its key. */
    static String reference(String page) {
        return SECTION.matcher(page)
                .replaceAll(
                        section ->
                                Matcher.quoteReplacement(
                                        section.group(1) + HEAD + table(section.group(2))));
    }

    private static String table(String key) {
        List<String> rows = new ArrayList<>();
        for (Key<?> top : Grammar.DOCUMENT.keys()) {
            if (key == null) {
                rows.add(row(top.name(), top));
            } else if (top.name().equals(key)) {
                addRows(rows, key, top.type());
            }
        }
        return String.join("", rows);
    }

    private static void addRows(List<String> rows, String path, Type<?> type) {
        switch (type) {
            case Section section -> {
                for (Key<?> key : section.keys()) {
                    rows.add(row(path + "." + key.name(), key));
                    addRows(rows, path + "." + key.name(), key.type());
                }
            }
            case ListOf<?> list -> addRows(rows, path + "[]", list.item());
            case Scalar<?> _ -> {} // Its row is written.
        }
    }

    private static String row(String path, Key<?> key) {
        String otherwise =
                switch (key.need()) {
                    case BuiltIn<?>(String yaml, _) -> "`" + yaml + "`";
                    case Otherwise<?>(String words) -> words;
                    case Required<?> _ -> "**required**";
                };
        String allowed = otherwise.equals("as in defaults") ? otherwise : key.type().allowed();
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(path, key.type().name(), otherwise, allowed, key.meaning());
    }

    /** The schema with its properties written anew; its definitions stay. */
    static String schema(String current) {
        try {
            ObjectNode old = (ObjectNode) JSON.readTree(current);
            ObjectNode schema = JSON.createObjectNode();
            schema.set("$schema", old.get("$schema"));
            schema.set("title", old.get("title"));
            describe(Grammar.DOCUMENT, schema);
            schema.set("$defs", old.get("$defs"));
            DefaultPrettyPrinter printer =
                    new DefaultPrettyPrinter(
                            Separators.createDefaultInstance()
                                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            return JSON.writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void describe(Type<?> type, ObjectNode json) {
        switch (type) {
            case Section section -> describe(section, json);
            case ListOf<?> list -> describe(list, json);
            case Scalar<?> scalar -> describe(scalar, json);
        }
    }

    private static void describe(Section section, ObjectNode json) {
        json.put("type", "object").put("additionalProperties", false);
        ArrayNode required = JSON.createArrayNode();
        ObjectNode properties = JSON.createObjectNode();
        for (Key<?> key : section.keys()) {
            if (key.isRequired()) {
                required.add(key.name());
            }
            ObjectNode property = properties.putObject(key.name());
            property.put("description", key.meaning());
            describe(key.type(), property);
            if (key.need() instanceof BuiltIn<?>(String yaml, _)) {
                property.set("default", YamlAsJson.of(yaml));
            }
        }
        if (!required.isEmpty()) {
            json.set("required", required);
        }
        json.set("properties", properties);
    }

    private static void describe(ListOf<?> list, ObjectNode json) {
        json.put("type", "array").put("minItems", 1);
        if (list.most() < Integer.MAX_VALUE) {
            json.put("maxItems", list.most());
        }
        if (list.item() instanceof Scalar<?>) {
            json.put("uniqueItems", true);
        }
        describe(list.item(), json.putObject("items"));
    }

    private static void describe(Scalar<?> scalar, ObjectNode json) {
        Matcher whole = WHOLE.matcher(scalar.allowed());
        if (whole.matches()) {
            json.put("type", "integer")
                    .put("minimum", Integer.valueOf(whole.group(1)))
                    .put("maximum", Integer.valueOf(whole.group(2)));
        } else if (scalar.tag().equals(Tag.BOOL)) {
            json.put("type", "boolean");
        } else if (scalar.allowed().startsWith(ONE_OF)) {
            ArrayNode words = json.putArray("enum");
            for (String word : WORDS.split(scalar.allowed().substring(ONE_OF.length()), -1)) {
                words.add(word);
            }
        } else {
            json.put("$ref", "#/$defs/" + definition(scalar));
        }
    }

    private static String definition(Scalar<?> scalar) {
        return scalar.name().equals("duration")
                ? "duration"
                : DEFINITIONS.entrySet().stream()
                        .filter(entry -> entry.getKey().equals(scalar))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no definition: " + scalar));
    }
}
