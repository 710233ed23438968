package io.rcptwatch.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A place in a world file, read as what it should be; where it is not that, the complaint names the
 * place.
 *
 * @param file the file
 * @param key the way to this place, as in {@code domains[2].mx[0].host}; empty for the whole file
 * @param node what stands there
 */
record WorldEntry(Path file, String key, Node node) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");

    /** A mistake at this place. */
    WorldFileException mistake(String what) {
        Mark mark = node.getStartMark();
        String message = key.isEmpty() ? what : key + ": " + what;
        return new WorldFileException(file, mark.getLine() + 1, mark.getColumn() + 1, message);
    }

    /** Whether a text, number or the like stands here rather than a list or a mapping. */
    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** The text that stands here, never blank. */
    String text() throws WorldFileException {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        throw mistake("a text is missing here");
    }

    /** A whole number from {@code least} to {@code most}. */
    int number(int least, int most) throws WorldFileException {
        String text = text();
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw mistake("'" + text + "' is no whole number from " + least + " to " + most);
        }
        return number;
    }

    /** A time of at most ten minutes. */
    Duration duration() throws WorldFileException {
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
    <E extends Enum<E>> E oneOf(Class<E> type) throws WorldFileException {
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
                                        .map(WorldEntry::label)
                                        .toList()));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The items of a list, each read in the same way. */
    <T> List<T> items(Reader<T> reader) throws WorldFileException {
        if (!(node instanceof SequenceNode sequence)) {
            throw mistake("a list is missing here");
        }
        List<T> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(reader.read(new WorldEntry(file, key + "[" + items.size() + "]", item)));
        }
        return items;
    }

    /** The keys and values of a mapping whose keys are free, in the file's order. */
    Map<String, WorldEntry> entries() throws WorldFileException {
        if (!(node instanceof MappingNode mapping)) {
            throw mistake("keys and values are missing here");
        }
        Map<String, WorldEntry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = new WorldEntry(file, key, tuple.getKeyNode()).text();
            WorldEntry entry = new WorldEntry(file, below(name), tuple.getValueNode());
            if (entries.put(name, entry) != null) {
                throw new WorldEntry(file, entry.key, tuple.getKeyNode())
                        .mistake("stands here twice");
            }
        }
        return entries;
    }

    /** The keys and values of a mapping that may have these keys and no others. */
    Fields fields(String... allowed) throws WorldFileException {
        Map<String, WorldEntry> entries = entries();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            String name = ((ScalarNode) tuple.getKeyNode()).getValue();
            if (!List.of(allowed).contains(name)) {
                throw new WorldEntry(file, below(name), tuple.getKeyNode())
                        .mistake("unknown key; allowed are " + String.join(", ", allowed));
            }
        }
        return new Fields(this, entries);
    }

    private String below(String name) {
        return key.isEmpty() ? name : key + "." + name;
    }

    /** What a mapping holds. */
    record Fields(WorldEntry whole, Map<String, WorldEntry> entries) {
        /** The entry of a key. */
        WorldEntry required(String name) throws WorldFileException {
            return optional(name).orElseThrow(() -> whole.mistake(name + " is missing"));
        }

        /** The entry of a key that may be missing. */
        Optional<WorldEntry> optional(String name) {
            return Optional.ofNullable(entries.get(name));
        }

        /** What the entry of a key says, or a default where the key is missing. */
        <T> T or(T byDefault, String name, Reader<T> reader) throws WorldFileException {
            Optional<WorldEntry> entry = optional(name);
            return entry.isPresent() ? reader.read(entry.get()) : byDefault;
        }
    }

    /** How an entry is read. */
    interface Reader<T> {
        T read(WorldEntry entry) throws WorldFileException;
    }
}
