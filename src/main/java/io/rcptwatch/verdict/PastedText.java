package io.rcptwatch.verdict;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Undoes what web pages, mail programs and logs do to a reply before it is pasted. */
final class PastedText {
    // RFC 5321 §4.5.3.1.5 allows 512 octets a line: what is longer is a whole log or message.
    private static final int LONGEST_START = 16_384;
    private static final int LONGEST_END = 4_096;

    private static final Pattern ODD_SPACE = Pattern.compile("[\\u00a0\\u2007\\u202f\\u3000]");
    private static final Pattern INVISIBLE = Pattern.compile("[\\u200b-\\u200d\\u2060\\ufeff\\r]");

    private static final Pattern ENTITY =
            Pattern.compile("&(?:#(\\d{1,7})|#[xX]([\\da-fA-F]{1,6})|(lt|gt|amp|quot|apos|nbsp));");
    private static final Map<String, String> NAMED =
            Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "nbsp", " ");

    /** A line feed that a program or rsyslog has written out, before the next line of a reply. */
    private static final Pattern WRITTEN_OUT =
            Pattern.compile("(?:\\\\r|#015)?(?:\\\\n|#012)(?=[\\dA-Z<({ ]|$)");

    private PastedText() {}

    /** The text with plain spaces and line feeds; of a very long one, its beginning and end. */
    static String plain(String text) {
        String bounded = bounded(text);
        if (bounded.chars().noneMatch(PastedText::isOdd)) {
            return bounded.strip();
        }
        String spaced = ODD_SPACE.matcher(decoded(bounded)).replaceAll(" ");
        String lines = WRITTEN_OUT.matcher(spaced).replaceAll("\n");
        return INVISIBLE.matcher(lines.replace("\r\n", "\n")).replaceAll("").strip();
    }

    /** Whether the character is one that may have to be undone: most replies have none. */
    private static boolean isOdd(int c) {
        return c == '&'
                || c == '\\'
                || c == '#'
                || c == '\r'
                || c == '\u00a0'
                || (c >= '\u2000' && c < '\u2070')
                || c == '\u3000'
                || c == '\ufeff';
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_START + LONGEST_END
                ? text
                : text.substring(0, LONGEST_START)
                        + "\n"
                        + text.substring(text.length() - LONGEST_END);
    }

    private static String decoded(String text) {
        return text.indexOf('&') < 0
                ? text
                : ENTITY.matcher(text).replaceAll(entity -> quoted(character(entity)));
    }

    private static String quoted(String replacement) {
        return java.util.regex.Matcher.quoteReplacement(replacement);
    }

    private static String character(MatchResult entity) {
        if (entity.group(3) != null) {
            return NAMED.getOrDefault(entity.group(3), " ");
        }
        int point =
                entity.group(1) != null
                        ? Integer.parseInt(entity.group(1))
                        : Integer.parseInt(entity.group(2), 16);
        boolean plain = Character.isValidCodePoint(point) && !Character.isISOControl(point);
        return plain ? Character.toString(point) : " ";
    }
}
