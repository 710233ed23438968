package io.rcptwatch.verdict;

import io.rcptwatch.smtp.EnhancedCode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a reply says, in the form that rules are held against: lower case, one line, and without
 * what differs from one reply to the next.
 *
 * @param words the text with {@code <url>}, {@code <address>}, {@code <ip>} and {@code <host>} in
 *     place of those
 * @param links the URLs and host names that stood there, separated by spaces
 */
record ReplyText(SearchText words, SearchText links) {
    // Long enough for every reply seen in the field; the reasons stand at its beginning or its end.
    private static final int MOST_OF_EACH_END = 384;

    /** Reads the lines of a reply. */
    static ReplyText of(List<String> lines) {
        String joined = lines.stream().map(ReplyText::withoutCode).collect(Collectors.joining(" "));
        return new ReplyNormalizer(bounded(joined)).read();
    }

    /** Many servers repeat the enhanced code on every line, in the middle of the sentence. */
    private static String withoutCode(String line) {
        return EnhancedCode.leading(line)
                .map(code -> line.substring(code.toString().length()))
                .orElse(line);
    }

    private static String bounded(String text) {
        return text.length() <= 2 * MOST_OF_EACH_END
                ? text
                : text.substring(0, MOST_OF_EACH_END)
                        + " "
                        + text.substring(text.length() - MOST_OF_EACH_END);
    }
}
