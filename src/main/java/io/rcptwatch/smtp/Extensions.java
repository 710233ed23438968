package io.rcptwatch.smtp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a server offers in its answer to EHLO (RFC 5321 §4.1.1.1).
 *
 * @param parameters by keyword in upper case, in the server's order; the empty text where a keyword
 *     has none
 */
public record Extensions(Map<String, String> parameters) {
    private static final int MOST = 64;

    public Extensions {
        // Map.copyOf would lose the order.
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Reads an answer to EHLO: the first line is a greeting, each other one offers something. */
    public static Extensions of(Reply reply) {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<String> lines = reply.lines();
        for (String line : lines.subList(1, Math.min(lines.size(), MOST + 1))) {
            // "AUTH=LOGIN" is how servers of before RFC 4954 say "AUTH LOGIN".
            String[] parts = line.strip().split("[ =]", 2);
            if (!parts[0].isEmpty()) {
                parameters.putIfAbsent(
                        parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1] : "");
            }
        }
        return new Extensions(parameters);
    }

    /** Whether the server offers it. */
    public boolean offers(String keyword) {
        return parameters.containsKey(keyword);
    }

    /** The keywords, in the server's order. */
    public Set<String> keywords() {
        return parameters.keySet();
    }

    /**
     * The largest message that it takes, in bytes (RFC 1870 §4); empty: none named, or no limit.
     */
    public OptionalLong sizeLimit() {
        String size = parameters.getOrDefault("SIZE", "").strip();
        return size.matches("[1-9]\\d{0,17}")
                ? OptionalLong.of(Long.parseLong(size))
                : OptionalLong.empty();
    }
}
