package io.rcptwatch.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A value in a file, read strictly. Methods that read throw a {@link MistakeException} if another
 * value stands there.
 *
 * @param file the file, as the caller named it
 * @param place the path to the value, as {@code domains[2].mx[0].host}, and its position
 * @param node the value
 */
public record YamlEntry(String file, SourcePosition place, Node node) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");

    /** The whole document. */
    public static YamlEntry document(String file, Node node) {
        return new YamlEntry(file, SourcePosition.of("", node), node);
    }

    /** A mistake at this place. */
    public MistakeException mistake(String complaint) {
        return new MistakeException(Mistake.at(place, file, complaint));
    }

    /** Whether a text, number or the like stands here rather than a list or a mapping. */
    public boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** The text that stands here, never blank. */
    public String text() {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        throw mistake("a text is missing here");
    }

    /** A whole number from {@code least} to {@code most}. */
    public int number(int least, int most) {
        String text = text();
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw mistake("'" + text + "' is no whole number from " + least + " to " + most);
        }
        return number;
    }

    /** A time of at most ten minutes. */
    public Duration duration() {
        String text = text();
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration time =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        default -> Duration.ofMinutes(number);
                    };
            if (time.compareTo(Duration.ofMinutes(10)) <= 0) {
                return time;
            }
        }
        throw mistake("'" + text + "' is no time like 500ms, 20s or 2m, of at most 10m");
    }

    /** One of an enumeration's constants, in lower case. */
    public <E extends Enum<E>> E oneOf(Class<E> type) {
        String text = text();
        for (E constant : type.getEnumConstants()) {
            if (label(constant).equals(text)) {
                return constant;
            }
        }
        throw mistake(
                "'"
                        + text
                        + "' is none of "
                        + String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(YamlEntry::label)
                                        .toList()));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The items of a list, each read in the same way. */
    public <T> List<T> items(Function<YamlEntry, T> reader) {
        if (!(node instanceof SequenceNode sequence)) {
            throw mistake("a list is missing here");
        }
        List<T> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(reader.apply(new YamlEntry(file, place.item(items.size(), item), item)));
        }
        return items;
    }

    /** The keys and values of a mapping with free keys, in the file's order. */
    public Map<String, YamlEntry> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw mistake("keys and values are missing here");
        }
        Map<String, YamlEntry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = key(tuple).text();
            YamlEntry entry = below(name, tuple.getValueNode());
            YamlEntry first = entries.put(name, entry);
            if (first != null) {
                throw below(name, tuple.getKeyNode())
                        .mistake(
                                "is given in line %d already; allowed: once"
                                        .formatted(first.place().line()));
            }
        }
        return entries;
    }

    /** The keys and values of a mapping that may have these keys and no others. */
    public Fields fields(Collection<String> allowed) {
        Map<String, YamlEntry> entries = entries();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            String name = key(tuple).text();
            if (!allowed.contains(name)) {
                throw below(name, tuple.getKeyNode())
                        .mistake(
                                "is no key here"
                                        + Suggestion.of(name, allowed)
                                        + "; allowed: "
                                        + String.join(", ", allowed));
            }
        }
        return new Fields(this, entries);
    }

    private YamlEntry below(String name, Node node) {
        return new YamlEntry(file, place.under(name).at(node), node);
    }

    private YamlEntry key(NodeTuple tuple) {
        return new YamlEntry(file, place.at(tuple.getKeyNode()), tuple.getKeyNode());
    }

    /** What a mapping holds. */
    public record Fields(YamlEntry whole, Map<String, YamlEntry> entries) {
        /** The entry of a key. */
        public YamlEntry required(String name) {
            return optional(name).orElseThrow(() -> whole.mistake(name + " is missing"));
        }

        /** The entry of a key that may be missing. */
        public Optional<YamlEntry> optional(String name) {
            return Optional.ofNullable(entries.get(name));
        }

        /** A mistake in the value of a key, or in this mapping if the key is absent. */
        public MistakeException wrong(String name, String complaint) {
            return optional(name)
                    .orElseGet(() -> whole.below(name, whole.node()))
                    .mistake(complaint);
        }

        /** What the entry of a key says, or a default where the key is missing. */
        public <T> T or(T byDefault, String name, Function<YamlEntry, T> reader) {
            return optional(name).map(reader).orElse(byDefault);
        }
    }
}
