package io.rcptwatch.mtasts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names and values of a TXT record like {@code v=STSv1; id=1} (RFC 8461 §3.1, RFC 8460 §3).
 *
 * @param values of a name that comes twice the first (RFC 8461 §3.2)
 */
record TagList(Map<String, String> values) {
    private static final Pattern TAG =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,31})=([\\x21-\\x7e \\t]+)");

    /**
     * Reads the only record of that version.
     *
     * @param records all TXT records of a name
     * @param version like {@code STSv1}
     * @return empty where there is none
     * @throws BadSyntaxException where there are several, or it is against the grammar
     */
    static Optional<TagList> only(List<String> records, String version) throws BadSyntaxException {
        String start = "v=" + version + ";";
        // RFC 8461 §3.1, RFC 8460 §3: what begins otherwise is discarded.
        List<String> ours = records.stream().filter(text -> text.startsWith(start)).toList();
        if (ours.size() > 1) {
            throw new BadSyntaxException(ours.size() + " TXT records that begin with " + start);
        }
        return ours.isEmpty()
                ? Optional.empty()
                : Optional.of(parse(ours.getFirst().substring(start.length())));
    }

    private static TagList parse(String text) throws BadSyntaxException {
        Map<String, String> values = new HashMap<>();
        for (String tag : parts(text)) {
            Matcher matcher = TAG.matcher(tag.strip());
            if (!matcher.matches()) {
                throw new BadSyntaxException("a TXT record with a part that is no name=value");
            }
            values.putIfAbsent(matcher.group(1), matcher.group(2));
        }
        return new TagList(Map.copyOf(values));
    }

    private static List<String> parts(String text) {
        List<String> parts = List.of(text.split(";", -1));
        // RFC 8461 §3.1, RFC 8460 §3: one delimiter may stand at the end.
        return parts.size() > 1 && parts.getLast().isBlank()
                ? parts.subList(0, parts.size() - 1)
                : parts;
    }

    /** The value of a name. */
    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
