package io.rcptwatch.verdict;

import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply as people paste it: on one line or several, with every code, with some or with none,
 * alone or in the line of a log, a bounce or a program's error.
 *
 * @param reply the reply, where there is a basic code
 * @param enhancedCode the enhanced code, which may stand alone
 * @param lines what is said, without the basic codes; at least one
 * @param phase the step that was answered, where the text tells
 * @param fate the first digit that the sending server's log gives the attempt; empty without a log
 */
public record PastedReply(
        Optional<Reply> reply,
        Optional<EnhancedCode> enhancedCode,
        List<String> lines,
        Optional<Phase> phase,
        OptionalInt fate) {
    /** More of a text need not be read: of a longer one only the ends count. */
    public static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final Pattern CODE =
            Pattern.compile("\\[?([1-5]\\d\\d)(?:\\][ :]{0,2}|[ \\t-]|(?=[:#])|$)");

    /** A refusal on a line of its own, or behind the server's go-ahead for the content. */
    private static final Pattern LATER_REFUSAL =
            Pattern.compile(
                    "(?:^|<CRLF>['\"]? )(?=[45]\\d\\d[ -])|(?<= )(?=[45]\\d\\d [45]\\.\\d{1,3}\\.\\d)",
                    Pattern.MULTILINE);

    private static final Pattern MARKED =
            Pattern.compile("(?:^#|\\(#)([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\)|\\s|$)");

    private static final Pattern WAIT =
            Pattern.compile(
                    "temporar|tempor.r|transient|try again|later|defer|gr[ea]y.?list|will be retried"
                            + "|sp.ter|plus tard|m.s tarde|mais tarde|pi. tardi|p..niej|позже|稍后|稍後|後で|나중",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** What a mail program says when it gives up. */
    private static final Pattern GIVEN_UP =
            Pattern.compile(
                    "not (?:going to )?(?:try|be retried)|giv(?:en|ing) up|in the queue too long"
                            + "|message expired|permanent",
                    Pattern.CASE_INSENSITIVE);

    public PastedReply {
        lines = List.copyOf(lines);
    }

    /** Reads it. Whatever the text is, it is read as something. */
    public static PastedReply of(String text) {
        String plain = PastedText.plain(text);
        List<String> raw = linesOf(said(plain));
        List<String> lines = raw.stream().map(PastedReply::withoutCode).toList();
        Matcher code = CODE.matcher(raw.getFirst());
        Optional<Reply> reply =
                code.lookingAt()
                        ? Optional.of(new Reply(Integer.parseInt(code.group(1)), lines))
                        : Optional.empty();
        Optional<EnhancedCode> enhanced =
                reply.isEmpty()
                        ? EnhancedCode.leading(lines.getFirst())
                        : reply.get().enhancedCode().or(() -> marked(reply.get()));
        return new PastedReply(
                reply, enhanced, lines, LogWords.phase(plain), LogWords.digit(plain));
    }

    /** The reply without what stands around it. */
    private static String said(String plain) {
        if (!beginsWithCode(plain)) {
            return BounceUnwrapper.peeled(plain).strip();
        }
        boolean refused = plain.charAt(0) == '4' || plain.charAt(0) == '5';
        Matcher later = LATER_REFUSAL.matcher(plain);
        // In a transcript the refusal counts, not what went well before it.
        return !refused && later.find() ? plain.substring(later.end()) : BounceUnwrapper.cut(plain);
    }

    /** Whether the text begins with a basic code. */
    static boolean beginsWithCode(String text) {
        return CODE.matcher(text).lookingAt();
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
        text.lines()
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

    /** Whether there is nothing to judge: no code, no letter, or the {@code null} of a program. */
    public boolean saysNothing() {
        return reply.isEmpty()
                && enhancedCode.isEmpty()
                && lines.stream()
                        .allMatch(
                                line ->
                                        line.equals("null")
                                                || line.codePoints()
                                                        .noneMatch(Character::isLetterOrDigit));
    }

    /** The basic code as text; empty where there is none. */
    public Optional<String> code() {
        return reply.map(r -> Integer.toString(r.code()));
    }

    /**
     * The first digit of the reply. Without a basic code, the enhanced code's (RFC 3463 §2: they
     * are of one class). Without any, that of the log, 4 if the text says that it is for now, and
     * else 5: what people paste is why a mail came back.
     */
    int firstDigit() {
        if (reply.isPresent()) {
            return reply.get().code() / 100;
        }
        return enhancedCode
                .map(EnhancedCode::kind)
                .orElseGet(() -> fate.orElseGet(() -> isForNow() ? 4 : 5));
    }

    private boolean isForNow() {
        return lines.stream().anyMatch(WAIT.asPredicate())
                && lines.stream().noneMatch(GIVEN_UP.asPredicate());
    }

    /** Whether any code or log tells the first digit. */
    boolean tellsDigit() {
        return reply.isPresent() || enhancedCode.isPresent() || fate.isPresent();
    }

    /** The same, but the sending server's word comes first: it may bounce a 4yz, or keep a 5yz. */
    int settledDigit() {
        return fate.orElseGet(this::firstDigit);
    }
}
