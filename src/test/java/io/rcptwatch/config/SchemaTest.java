package io.rcptwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.rcptwatch.yaml.Mistake;
import io.rcptwatch.yaml.QuotedValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an editor says of a file is what we say of it, as far as a schema can see. */
final class SchemaTest {
    private static final String SCHEMA_TEXT = ConfigFiles.text(ConfigFiles.SCHEMA);
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA_TEXT);

    /** What a schema cannot see: what is said twice, what stands elsewhere, what only YAML has. */
    private static final List<Pattern> BEYOND_A_SCHEMA =
            Stream.of(
                            "is given in line \\d+ already",
                            "is no identity",
                            "are several, none of them named default",
                            "is shorter than politeness.min_interval",
                            "is longer than the interval of targets without one",
                            "a conversation of .* is shorter than one of its steps",
                            "is not in the target's domain",
                            "is the recipient of target",
                            "backoff_min, .*, is longer than backoff_cap",
                            "is of no family of target",
                            "is too long",
                            "is no file",
                            "cannot be a file",
                            "is read as something else",
                            "goes with servers at loopback only",
                            "has the tag")
                    .map(Pattern::compile)
                    .toList();

    /** Mistakes that it would take a parser of addresses or of international names to see. */
    private static final Set<String> TOO_FINE_FOR_A_PATTERN =
            Set.of(
                    "dns-servers-twice.yaml dns.servers[2]",
                    "domains.yaml targets[19].domain",
                    "domains.yaml targets[22].domain",
                    "hosts-twice.yaml targets[0].hosts[1]",
                    "ports.yaml targets[4].port",
                    "source-address.yaml identities[8].source_address");

    static List<Path> good() {
        return ConfigFiles.good();
    }

    static List<Path> bad() {
        return ConfigFiles.bad();
    }

    @Test
    void the_schema_is_one_itself() throws JsonProcessingException {
        JsonSchema draft =
                JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(SchemaLocation.of(VersionFlag.V202012.getId()));

        assertThat(draft.validate(new ObjectMapper().readTree(SCHEMA_TEXT))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_file_is_valid(Path file) {
        assertThat(errors(file)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void every_mistake_is_an_error_that_a_schema_can_see(Path file) {
        assertThat(mistakes(file).filter(m -> !isException(file, m)).map(SchemaTest::key))
                .isSubsetOf(errors(file));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void every_error_is_a_mistake(Path file) {
        assertThat(errors(file)).isSubsetOf(mistakes(file).map(SchemaTest::key).toList());
    }

    @Test
    void every_exception_is_one() {
        List<String> unseen = new ArrayList<>();
        for (Path file : ConfigFiles.bad()) {
            mistakes(file)
                    .filter(m -> !errors(file).contains(key(m)))
                    .forEach(m -> unseen.add(name(file, m) + " " + m.complaint()));
        }
        assertThat(BEYOND_A_SCHEMA)
                .allSatisfy(kind -> assertThat(unseen).anyMatch(kind.asPredicate()));
        assertThat(TOO_FINE_FOR_A_PATTERN)
                .allSatisfy(name -> assertThat(unseen).anyMatch(m -> m.startsWith(name + " ")));
    }

    private static boolean isException(Path file, Mistake mistake) {
        return TOO_FINE_FOR_A_PATTERN.contains(name(file, mistake))
                || BEYOND_A_SCHEMA.stream()
                        .anyMatch(kind -> kind.matcher(mistake.complaint()).find());
    }

    private static String name(Path file, Mistake mistake) {
        return file.getFileName() + " " + mistake.key();
    }

    /** Those about the document; a file that is no YAML has none for an editor to validate. */
    private static Stream<Mistake> mistakes(Path file) {
        return YamlAsJson.of(file).isPresent()
                        && Configuration.load(file)
                                instanceof LoadResult.InvalidConfiguration(List<Mistake> mistakes)
                ? mistakes.stream()
                : Stream.of();
    }

    /** The key of which a schema would speak: of the list, where an item is there twice. */
    private static String key(Mistake mistake) {
        return mistake.complaint().contains(" again;")
                ? mistake.key().replaceFirst("\\[\\d+]$", "")
                : mistake.key();
    }

    private static Set<String> errors(Path file) {
        Optional<JsonNode> document = YamlAsJson.of(file);
        return document.stream()
                .flatMap(json -> SCHEMA.validate(json).stream())
                .map(SchemaTest::key)
                .collect(Collectors.toSet());
    }

    private static String key(ValidationMessage error) {
        String key = error.getInstanceLocation().toString();
        String inside =
                error.getProperty() == null
                        ? key
                        : key + "." + QuotedValue.escaped(error.getProperty());
        return inside.equals("$") ? "(document)" : inside.replaceFirst("^\\$\\.?", "");
    }
}
