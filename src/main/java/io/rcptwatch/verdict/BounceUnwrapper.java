package io.rcptwatch.verdict;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands around a reply where people find it: the words of the sending server, a line of its
 * log, a program's error, a transcript, a whole bounce message.
 *
 * <p>A text that begins with a refusal is the reply itself and is not looked into: what its server
 * quotes from another one is a part of what it says. Every expression here reads each character a
 * bounded number of times, whatever the text is.
 */
final class BounceUnwrapper {
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.MULTILINE;

    private static final String ENHANCED = "[45]\\.\\d{1,3}\\.\\d{1,3}";

    /** Mail programs indent what continues a line; Postfix breaks lines behind the code. */
    private static final Pattern FOLD = Pattern.compile("\\n[ \\t]++(?=\\S)");

    /** RFC 3464 §2.3.6. */
    private static final Pattern DIAGNOSTIC =
            Pattern.compile("^Diagnostic-Code: *+([^\\n]*+)", FLAGS);

    private static final Pattern DIAGNOSTIC_TYPE = Pattern.compile("^(?i:smtp|x-[a-z-]+) *+; *+");

    /** RFC 3464 §2.3.4, or what Sendmail and Postfix write into their logs. */
    private static final Pattern STATUS =
            Pattern.compile("(?:^Status: *|\\bdsn=)([245]\\.\\d{1,3}\\.\\d{1,3})\\b", FLAGS);

    /** The end of a line in Sendmail's log. */
    private static final Pattern STAT = Pattern.compile("\\bstat=([^\\n]++)", FLAGS);

    /** What Postfix noted: the status, and in brackets the reason. */
    private static final Pattern NOTED =
            Pattern.compile(
                    "\\bstatus=(?:bounced|deferred|undeliverable|expired|sent)[^(\\n]{0,40}+\\(",
                    FLAGS);

    /** A line of PowerMTA's accounting file: what the server said is a field of its own. */
    private static final Pattern ACCOUNTING =
            Pattern.compile("^\\w{1,3},\\d{4}-\\d\\d-\\d\\d[^\\n]*?,(\"?)(?:smtp|x-[a-z-]+);");

    /** The other server's words in a transcript, as Sendmail marks them. */
    private static final Pattern HEARD = Pattern.compile("^<<< {0,3}[45]\\d\\d[ -]", FLAGS);

    /** What Sendmail itself says of a recipient, behind all hosts that it tried. */
    private static final Pattern SETTLED =
            Pattern.compile("^5\\d\\d 5\\.\\d{1,3}\\.\\d{1,3} <[^>\\n]{1,320}>\\.\\.\\. ", FLAGS);

    private static final String ANNOUNCED =
            "said|was|returned|with|error|code|got|reply|response|received|transient|permanent"
                    + "|lỗi";

    /**
     * A code where a reply begins: first on a line, or behind a mark or a word that announces it.
     * Not a number with a unit, a port, a part of a time, of an address or of a program's name.
     */
    private static final Pattern START =
            Pattern.compile(
                    "(?:^[ \\t\"'>|*<-]{0,8}+|(?<![\\w/.-])\\[|[;(\\]\"'<>#,|] {0,3}+"
                            + "|(?<!\\d): {1,3}+|(?<![\\w\\]]):|\\b(?:"
                            + ANNOUNCED
                            + "):? {0,3}+['\"]?|= ?)(?:SMTP; {0,3}+)?"
                            + "([45]\\d\\d)"
                            + "(?:\\s{1,6}+|-| - |\\]:? {0,2}+|:\\s{1,3}+|, ?b?['\"])"
                            + "(?=[#<\\[(\"']?(?:"
                            + ENHANCED
                            + "|\\p{L}|\\d{1,3}\\.\\d{1,3}\\.\\d))"
                            + "(?!(?:bytes|kb|mb|ms|octets|sec|min|hour|day|messages|users|said)\\b)",
                    FLAGS);

    /** A code with its enhanced code is a reply wherever it stands. */
    private static final Pattern CODES =
            Pattern.compile(
                    "(?<![\\w.])([45]\\d\\d)(?:\\s{1,6}+|-| - )[#(\\[]?" + ENHANCED + "\\b");

    /** An enhanced code alone: .NET, Rust and Postfix's milters keep the basic one apart. */
    private static final Pattern ENHANCED_ALONE =
            Pattern.compile(
                    "(?:\\b(?:"
                            + ANNOUNCED
                            + "):? {1,3}+['\"]?|\\]: |['\"])("
                            + ENHANCED
                            + ")(?=[ :;,])",
                    FLAGS);

    /** Where what is said is over and the sending server speaks again. */
    private static final Pattern END =
            Pattern.compile(
                    "\\((?:in reply|state \\d)|; (?:from|proto)=|##|\\n[ \\t]*+\\n|\\n--"
                            + "|\\n[A-Z][A-Za-z-]++: |\\n>>> |\\)[ ,]*+\\(expanded from|['\"]\\)(?=[})\\s]|\\z)"
                            + "|['\"], ['\"](?=[^\\s'\"]{1,99}@)"
                            + "|\\n(?:Reporting|Remote|Original|Final|Last)-[A-Z]");

    private static final Pattern BEHIND = Pattern.compile("\\(in reply to |; from=<\\S*+ to=<");

    /** Between the code and the words: a line feed, or what Python puts there. */
    private static final Pattern CODE_APART =
            Pattern.compile("^([45]\\d\\d)(?:\\s++|, ?b?['\"])(?=\\S)");

    private BounceUnwrapper() {}

    /** The reply in a text that does not begin with one. */
    static String peeled(String text) {
        return unwrapped(FOLD.matcher(text).replaceAll(" "));
    }

    /** The same in a text whose lines are whole; visible so that a test can count what it reads. */
    static String unwrapped(CharSequence text) {
        return accounted(text)
                .or(() -> heard(text))
                .or(() -> diagnosed(text))
                .or(() -> reply(text))
                .orElseGet(() -> noted(bare(text), text));
    }

    /** A reply without Postfix's words behind it. */
    static String cut(String text) {
        Matcher behind = BEHIND.matcher(text);
        return behind.find() ? text.substring(0, behind.start()).strip() : text;
    }

    private static Optional<String> accounted(CharSequence line) {
        Matcher accounting = ACCOUNTING.matcher(line);
        if (!accounting.find()) {
            return Optional.empty();
        }
        String rest = line.subSequence(accounting.end(), line.length()).toString();
        int end = accounting.group(1).isEmpty() ? rest.indexOf(',') : rest.indexOf("\",");
        return Optional.of(end < 0 ? rest : rest.substring(0, end));
    }

    private static Optional<String> heard(CharSequence text) {
        Matcher heard = HEARD.matcher(text);
        if (!heard.find()) {
            return Optional.empty();
        }
        String rest = text.subSequence(heard.start(), text.length()).toString();
        Matcher settled = SETTLED.matcher(rest);
        if (rest.startsWith("4", rest.indexOf(' ') + 1) && settled.find()) {
            // One host was busy; the one that it tried next refused.
            return Optional.of(rest.substring(settled.start()).lines().findFirst().orElseThrow());
        }
        return Optional.of(
                rest.lines()
                        .takeWhile(line -> line.startsWith("<<<"))
                        .map(line -> line.substring(3).strip())
                        .collect(Collectors.joining("\n")));
    }

    private static Optional<String> diagnosed(CharSequence text) {
        Matcher diagnostic = DIAGNOSTIC.matcher(text);
        if (!diagnostic.find()) {
            return Optional.empty();
        }
        CharSequence field = text.subSequence(diagnostic.start(1), diagnostic.end(1));
        return Optional.of(
                reply(field)
                        .orElseGet(
                                () ->
                                        noted(
                                                DIAGNOSTIC_TYPE.matcher(field).replaceFirst(""),
                                                text)));
    }

    private static Optional<String> reply(CharSequence text) {
        int at = Math.min(first(START, text), first(CODES, text));
        int start = at == Integer.MAX_VALUE ? first(ENHANCED_ALONE, text) : at;
        return start == Integer.MAX_VALUE ? Optional.empty() : Optional.of(upToEnd(text, start));
    }

    /** Where the first group of the first match begins. */
    private static int first(Pattern pattern, CharSequence text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.start(1) : Integer.MAX_VALUE;
    }

    private static String upToEnd(CharSequence text, int start) {
        Matcher end = END.matcher(text).region(start, text.length());
        int stop = end.find() ? end.start() : text.length();
        String said = text.subSequence(start, stop).toString().strip();
        return CODE_APART.matcher(said).replaceFirst("$1 ");
    }

    /** Where there is no reply: the reason that a log or a report gives, behind its code. */
    private static String noted(String reason, CharSequence text) {
        Matcher status = STATUS.matcher(text);
        boolean coded = status.find() && !reason.startsWith(status.group(1));
        return coded && !PastedReply.beginsWithCode(reason)
                ? status.group(1) + " " + upToEnd(reason, 0)
                : reason;
    }

    private static String bare(CharSequence text) {
        Matcher stat = STAT.matcher(text);
        if (stat.find()) {
            return stat.group(1);
        }
        Matcher noted = NOTED.matcher(text);
        return noted.find() ? inBrackets(text.toString(), noted.end()) : text.toString();
    }

    private static String inBrackets(String text, int from) {
        int lineEnd = text.indexOf('\n', from);
        String line = text.substring(from, lineEnd < 0 ? text.length() : lineEnd);
        int close = line.lastIndexOf(')');
        return close < 0 ? line : line.substring(0, close);
    }
}
