package io.rcptwatch.verdict;

import io.rcptwatch.smtp.Phase;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What the sending server, or a program, says of a reply: the step and what became of the mail. */
final class LogWords {
    private static final String STEP =
            "(initial connection|connect|ehlo|helo|starttls|mail|rcpt"
                    + "|end of data|end-of-message|sending data block|data|bdat)\\b";

    /** An expression, and the words that every match has: looking for those is cheap. */
    private record Wordings(String words, Pattern pattern) {
        private static Wordings of(String words, String expression) {
            return new Wordings(words, Pattern.compile(expression, Pattern.MULTILINE));
        }
    }

    /** Postfix, Exim, Postfix as a server, and Python, each in its own words. */
    private static final List<Wordings> NAMED =
            List.of(
                    Wordings.of("(in reply to ", "\\(in reply to " + STEP),
                    Wordings.of(
                            "after ",
                            "\\bafter (?:pipelined |sending )?" + STEP + "(?: from| to| \\(|:|$)"),
                    Wordings.of(
                            "while ",
                            "\\bwhile (?:receiving|sending|performing) (?:the )?"
                                    + "(initial server greeting|ehlo|helo|mail|rcpt|end of data"
                                    + "|data|message body)\\b"),
                    Wordings.of("reject: ", "\\breject: " + STEP + " from "),
                    Wordings.of(
                            "smtp",
                            "\\bsmtp(connect|helo|sender|recipients|data)(?:error|refused)\\b"));

    /** Those, and whole sentences of Postfix and qmail. */
    private static final Map<String, Phase> PHASES =
            Map.ofEntries(
                    Map.entry("initial connection", Phase.BANNER),
                    Map.entry("initial server greeting", Phase.BANNER),
                    Map.entry("connect", Phase.BANNER),
                    Map.entry("refused to talk to me", Phase.BANNER),
                    Map.entry("but greeting failed", Phase.BANNER),
                    Map.entry("ehlo", Phase.EHLO),
                    Map.entry("helo", Phase.EHLO),
                    Map.entry("starttls", Phase.STARTTLS),
                    Map.entry("mail", Phase.MAIL),
                    Map.entry("sender", Phase.MAIL),
                    Map.entry("but sender was rejected", Phase.MAIL),
                    Map.entry("rcpt", Phase.RCPT),
                    Map.entry("recipients", Phase.RCPT),
                    Map.entry("does not like recipient", Phase.RCPT));

    private static final List<String> SENTENCES =
            List.of(
                    "refused to talk to me",
                    "but greeting failed",
                    "but sender was rejected",
                    "does not like recipient",
                    "failed after i sent the message",
                    "failed on data command");

    /** A command, or the go-ahead for the content, in a transcript. */
    private static final Pattern COMMAND =
            Pattern.compile(
                    "[ \\t\\[\\]>~*-]{0,8}+(?:C(?:lient)?[:\\]] ?|SEND: ?)?"
                            + "(?:(EHLO|HELO) \\S++[ \\t]*+$|(MAIL) FROM:|(RCPT) TO:"
                            + "|(STARTTLS|DATA)[ \\t]*+$|(354) )",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern REFUSAL =
            Pattern.compile("[ \\t\\[<*-]{0,8}+(?:S(?:erver)?[:\\]] ?|RECV: ?)?[45]\\d\\d[ -].*");

    private static final Pattern FATE =
            Pattern.compile(
                    "\\b(?:status|stat)=(sent|deferred|bounced|undeliverable|expired)\\b"
                            + "|\\S (==|\\*\\*) \\S+@",
                    Pattern.MULTILINE);

    private LogWords() {}

    /** The step that was answered, where the text tells. */
    static Optional<Phase> phase(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return named(lower)
                .or(() -> sentence(lower))
                .or(() -> isTranscript(text) ? commanded(text) : Optional.empty());
    }

    private static boolean isTranscript(String text) {
        return text.indexOf('\n') >= 0 || text.startsWith("354");
    }

    private static Optional<Phase> named(String text) {
        return NAMED.stream()
                .filter(wordings -> text.contains(wordings.words()))
                .map(wordings -> wordings.pattern().matcher(text))
                .filter(Matcher::find)
                .map(step -> phaseOf(step.group(1)))
                .findFirst();
    }

    /** All that is not a step before it is about the content. */
    private static Phase phaseOf(String step) {
        return PHASES.getOrDefault(step, Phase.DATA);
    }

    private static Optional<Phase> sentence(String text) {
        return SENTENCES.stream().filter(text::contains).map(LogWords::phaseOf).findFirst();
    }

    /** The last command before the first refusal of a transcript. */
    private static Optional<Phase> commanded(String text) {
        Optional<Phase> last = Optional.empty();
        Iterator<String> lines = text.lines().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            Matcher command = COMMAND.matcher(line);
            if (command.lookingAt()) {
                last = Optional.of(phaseOf(word(command).toLowerCase(Locale.ROOT)));
            } else if (REFUSAL.matcher(line).lookingAt()) {
                return last;
            }
        }
        return last;
    }

    private static String word(Matcher command) {
        return IntStream.rangeClosed(1, command.groupCount())
                .mapToObj(command::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** The first digit that the sending server's log gives the attempt; empty where none does. */
    static OptionalInt digit(String text) {
        // Most texts are no line of a log, and looking for these is cheap.
        boolean logged = text.contains("stat") || text.contains("== ") || text.contains("** ");
        Matcher fate = FATE.matcher(logged ? text.toLowerCase(Locale.ROOT) : "");
        if (!fate.find()) {
            return OptionalInt.empty();
        }
        String word = fate.group(1) == null ? fate.group(2) : fate.group(1);
        return OptionalInt.of(
                switch (word) {
                    case "sent" -> 2;
                    case "deferred", "==" -> 4;
                    default -> 5;
                });
    }
}
