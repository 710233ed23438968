package io.rcptwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rcptwatch.config.Key.Need.BuiltIn;
import io.rcptwatch.config.Key.Need.Otherwise;
import io.rcptwatch.config.Key.Need.Required;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.nodes.Tag;

/** What ships beside the program says the same as the grammar that reads the file. */
final class GrammarTest {
    private static final Map<Tag, String> JSON_TYPES =
            Map.of(Tag.STR, "string", Tag.INT, "integer", Tag.BOOL, "boolean");

    private final JsonNode schema = schema();

    @Test
    void the_schema_has_the_keys_defaults_and_meanings_of_the_grammar() {
        assertSame("(document)", Grammar.DOCUMENT, schema);
    }

    @Test
    void the_reference_is_the_grammar_as_a_table() {
        List<String> table =
                ConfigFiles.text(ConfigFiles.REFERENCE)
                        .lines()
                        .filter(line -> line.startsWith("| `"))
                        .toList();

        assertThat(table).containsExactlyInAnyOrderElementsOf(rows("", Grammar.DOCUMENT));
    }

    private void assertSame(String path, Section section, JsonNode object) {
        assertThat(object.path("type").asText()).as(path).isEqualTo("object");
        assertThat(object.path("additionalProperties").asBoolean(true)).as(path).isFalse();
        assertThat(words(object.path("required")))
                .as(path)
                .isEqualTo(
                        section.keys().stream()
                                .filter(Key::isRequired)
                                .<String>map(Key::name)
                                .toList());
        assertThat(object.path("properties").fieldNames())
                .toIterable()
                .as(path)
                .containsExactlyElementsOf(section.keys().stream().<String>map(Key::name).toList());
        for (Key<?> key : section.keys()) {
            assertSame(path + "." + key.name(), key, object.at("/properties/" + key.name()));
        }
    }

    private void assertSame(String path, Key<?> key, JsonNode property) {
        assertThat(property.path("description").asText()).as(path).isEqualTo(key.meaning());
        assertThat(property.path("default"))
                .as(path)
                .isEqualTo(
                        switch (key.need()) {
                            case BuiltIn<?>(String yaml, _) -> YamlAsJson.of(yaml);
                            case Otherwise<?> _, Required<?> _ -> MissingNode.getInstance();
                        });
        assertSame(path, key.type(), property);
    }

    private void assertSame(String path, Type<?> type, JsonNode referring) {
        JsonNode json = resolved(referring);
        switch (type) {
            case Section section -> assertSame(path, section, json);
            case ListOf<?> list -> assertSameList(path, list, json);
            case Scalar<?> scalar -> assertSameScalar(path, scalar, json);
        }
    }

    private void assertSameList(String path, ListOf<?> list, JsonNode json) {
        assertThat(json.path("type").asText()).as(path).isEqualTo("array");
        assertThat(json.path("minItems").asInt()).as(path).isEqualTo(1);
        assertThat(json.path("maxItems").asInt(Integer.MAX_VALUE)).as(path).isEqualTo(list.most());
        assertThat(json.path("uniqueItems").asBoolean())
                .as(path)
                .isEqualTo(list.item() instanceof Scalar<?>);
        assertSame(path + "[]", list.item(), json.path("items"));
    }

    private void assertSameScalar(String path, Scalar<?> scalar, JsonNode json) {
        if (json.has("enum")) {
            assertThat(scalar.allowed())
                    .as(path)
                    .isEqualTo("one of " + String.join(", ", words(json.path("enum"))));
            return;
        }
        assertThat(json.path("type").asText()).as(path).isEqualTo(JSON_TYPES.get(scalar.tag()));
        if (json.has("minimum")) {
            assertThat(scalar.allowed())
                    .as(path)
                    .isEqualTo(
                            "a whole number from "
                                    + json.path("minimum")
                                    + " to "
                                    + json.path("maximum"));
        }
    }

    private JsonNode resolved(JsonNode json) {
        return json.has("$ref") ? schema.at(json.path("$ref").asText().substring(1)) : json;
    }

    private static List<String> words(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static List<String> rows(String path, Type<?> type) {
        List<String> rows = new ArrayList<>();
        switch (type) {
            case Section section -> {
                for (Key<?> key : section.keys()) {
                    String inside = path.isEmpty() ? key.name() : path + "." + key.name();
                    rows.add(row(inside, key));
                    rows.addAll(rows(inside, key.type()));
                }
            }
            case ListOf<?> list -> rows.addAll(rows(path + "[]", list.item()));
            case Scalar<?> _ -> {}
        }
        return rows;
    }

    private static String row(String path, Key<?> key) {
        String otherwise =
                switch (key.need()) {
                    case BuiltIn<?>(String yaml, _) -> "`" + yaml + "`";
                    case Otherwise<?>(String words) -> words;
                    case Required<?> _ -> "**required**";
                };
        String allowed = otherwise.equals("as in defaults") ? otherwise : key.type().allowed();
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(path, key.type().name(), otherwise, allowed, key.meaning());
    }

    private static JsonNode schema() {
        try {
            return new ObjectMapper().readTree(ConfigFiles.text(ConfigFiles.SCHEMA));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
