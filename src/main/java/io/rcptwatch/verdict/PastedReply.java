package io.rcptwatch.verdict;

import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply as people paste it: on one line or several, with every code, with some or with none.
 *
 * @param reply the reply, where the text begins with a basic code
 * @param enhancedCode the enhanced code, which may stand alone
 * @param lines what is said, without the basic codes; at least one
 */
public record PastedReply(
        Optional<Reply> reply, Optional<EnhancedCode> enhancedCode, List<String> lines) {
    // What is longer is no reply: RFC 5321 §4.5.3.1.5 allows 512 octets a line.
    private static final int LONGEST = 65_536;

    private static final Pattern CODE = Pattern.compile("([1-5]\\d\\d)(?:[ \\t-]|(?=[:#])|$)");

    /** A line feed that was written out, as logs do: between two lines that have codes. */
    private static final Pattern WRITTEN_OUT = Pattern.compile("(?:\\\\r)?\\\\n(?=\\d{3}[ -])");

    private static final Pattern MARKED =
            Pattern.compile("(?:^#|\\(#)([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\)|\\s|$)");

    private static final Pattern WAIT =
            Pattern.compile(
                    "temporar|try again|try later|later|defer|gr[ea]y.?list",
                    Pattern.CASE_INSENSITIVE);

    public PastedReply {
        lines = List.copyOf(lines);
    }

    /** Reads it. Whatever the text is, it is read as something. */
    public static PastedReply of(String text) {
        String bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String stripped = bounded.strip();
        boolean bare = CODE.matcher(stripped).lookingAt();
        List<String> raw = linesOf(bare ? stripped : BounceUnwrapper.peeled(stripped).strip());
        List<String> lines = raw.stream().map(PastedReply::withoutCode).toList();
        Matcher code = CODE.matcher(raw.getFirst());
        if (!code.lookingAt()) {
            return new PastedReply(Optional.empty(), EnhancedCode.leading(lines.getFirst()), lines);
        }
        Reply reply = new Reply(Integer.parseInt(code.group(1)), lines);
        return new PastedReply(
                Optional.of(reply), reply.enhancedCode().or(() -> marked(reply)), lines);
    }

    /** The code as qmail and Cisco write it: behind the text, or before it with a mark. */
    private static Optional<EnhancedCode> marked(Reply reply) {
        return reply.lines().stream()
                .filter(line -> line.indexOf('#') >= 0)
                .map(MARKED::matcher)
                .filter(Matcher::find)
                .flatMap(code -> EnhancedCode.leading(code.group(1)).stream())
                .filter(code -> code.kind() == reply.code() / 100)
                .findFirst();
    }

    private static List<String> linesOf(String text) {
        List<String> lines = new ArrayList<>();
        WRITTEN_OUT
                .matcher(text)
                .replaceAll("\n")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> lines.addAll(unfolded(line)));
        return lines.isEmpty() ? List.of("") : lines;
    }

    /** Logs join the lines of a reply by spaces: "550-5.1.1 No such 550 5.1.1 user". */
    private static List<String> unfolded(String line) {
        Matcher code = CODE.matcher(line);
        return code.lookingAt() && line.startsWith("-", 3)
                ? Arrays.asList(line.split(" (?=" + code.group(1) + "[ -])"))
                : List.of(line);
    }

    private static String withoutCode(String line) {
        Matcher code = CODE.matcher(line);
        return code.lookingAt() ? line.substring(code.end()).strip() : line;
    }

    /** The basic code as text; empty where there is none. */
    public Optional<String> code() {
        return reply.map(r -> Integer.toString(r.code()));
    }

    /**
     * The first digit of the reply. Without a basic code, the enhanced code's (RFC 3463 §2: they
     * are of one class). Without any, 4 if the text says that it is for now, and else 5: what
     * people paste is why a mail came back.
     */
    int firstDigit() {
        if (reply.isPresent()) {
            return reply.get().code() / 100;
        }
        return enhancedCode
                .map(EnhancedCode::kind)
                .orElseGet(() -> lines.stream().anyMatch(WAIT.asPredicate()) ? 4 : 5);
    }
}
