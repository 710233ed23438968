package io.rcptwatch.sandbox;

import io.rcptwatch.smtp.Reply;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a receiver learns in a conversation; its script may name it in braces. */
enum ScriptVariable {
    /** The receiver's own name. */
    HOST,
    /** The address that the client connected from. */
    CLIENT,
    /** What the client called itself; known after EHLO or HELO went well. */
    HELO,
    /** The envelope sender; known after MAIL went well. */
    SENDER,
    /** The recipient of the last RCPT. */
    RECIPIENT;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    private final String label = name().toLowerCase(Locale.ROOT);

    /** All placeholders, for people. */
    static String placeholders() {
        return Arrays.stream(values())
                .map(fact -> "{" + fact.label + "}")
                .collect(Collectors.joining(", "));
    }

    /** The first placeholder in a text that names no fact; empty where all do. */
    static Optional<String> unknownPlaceholder(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .filter(placeholder -> named(placeholder).isEmpty())
                .map(MatchResult::group)
                .findFirst();
    }

    /** The reply with the facts in place of their placeholders; those not known yet are empty. */
    static Reply fill(Reply reply, Map<ScriptVariable, String> facts) {
        return new Reply(
                reply.code(), reply.lines().stream().map(line -> fill(line, facts)).toList());
    }

    private static String fill(String text, Map<ScriptVariable, String> facts) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(
                        placeholder ->
                                Matcher.quoteReplacement(
                                        named(placeholder).map(facts::get).orElse("")));
    }

    private static Optional<ScriptVariable> named(MatchResult placeholder) {
        return Arrays.stream(values())
                .filter(f -> f.label.equals(placeholder.group(1)))
                .findFirst();
    }
}
