package io.rcptwatch.verdict;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands around a reply where people find it: the words of the sending server, a line of its
 * log, a whole bounce message.
 *
 * <p>A text that begins with a code is the reply itself and is not looked into: what its server
 * quotes from another one is a part of what it says.
 */
final class BounceUnwrapper {
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.MULTILINE;

    /** RFC 3464 §2.3.6, with the lines that continue it. */
    private static final Pattern DIAGNOSTIC =
            Pattern.compile("^Diagnostic-Code:[^\\n]*(?:\\n[ \\t]+[^\\n]*)*", FLAGS);

    /** RFC 3464 §2.3.4, or what Sendmail and Postfix write into their logs. */
    private static final Pattern STATUS =
            Pattern.compile("(?:^Status: *|\\bdsn=)([245]\\.\\d{1,3}\\.\\d{1,3})\\b", FLAGS);

    /** The end of a line in Sendmail's log. */
    private static final Pattern STAT = Pattern.compile("\\bstat=([^\\n]+)", FLAGS);

    /** What Postfix noted: the status, and in brackets the reason. */
    private static final Pattern NOTED =
            Pattern.compile("\\bstatus=(?:bounced|deferred|undeliverable) \\(([^\\n]+)\\)", FLAGS);

    /**
     * A code where a reply begins: first on a line, or behind a mark or a word that announces it.
     * Not a number with a unit, a port, a part of a time or of an address.
     */
    private static final Pattern START =
            Pattern.compile(
                    "(?:^[\\s\"'>|*]*+|(?<!\\d)[:;(\\[\"'<>#,|] {0,3}+(?:SMTP; {0,3})?"
                            + "|\\b(?:said|was|returned|with|error|code|got|reply|response) {1,3}['\"]?)"
                            + "([45]\\d\\d)(?:[ \\t]{1,3}|-| - )"
                            + "(?=[#<\\[(\"']?(?:[45]\\.\\d{1,3}\\.\\d{1,3}|\\p{L}))"
                            + "(?!(?:bytes|kb|mb|octets|sec|min|hour|day|messages|users)\\b)",
                    FLAGS);

    /** A code with its enhanced code is a reply wherever it stands. */
    private static final Pattern CODES =
            Pattern.compile(
                    "(?<![\\w.])([45]\\d\\d)(?:[ \\t]{1,3}|-| - )[#(\\[]?[45]\\.\\d{1,3}\\.\\d{1,3}\\b");

    /** Where what is said is over and the sending server speaks again. */
    private static final Pattern END =
            Pattern.compile(
                    " *\\((?:in reply|state \\d)|; from=<|##|\\n\\s*\\n|\\n--|\\n[A-Z][A-Za-z-]+: "
                            + "|\\n\\s*(?:Reporting|Remote|Original|Final|Last)-[A-Z]|\\n\\s*>>> ");

    private BounceUnwrapper() {}

    /** The reply in a text that does not begin with one. */
    static String peeled(String text) {
        Matcher diagnostic = DIAGNOSTIC.matcher(text);
        if (diagnostic.find()) {
            String value = unfolded(diagnostic.group()).replaceFirst("^[^:]*: *", "");
            String reply = value.replaceFirst("^(?i:smtp|x-[a-z-]+) *; *", "");
            return reply(reply).orElseGet(() -> noted(reply, text));
        }
        return reply(text).orElseGet(() -> noted(bare(text), text));
    }

    /** What Diagnostic-Code folds is one line. */
    private static String unfolded(String field) {
        return field.replaceAll("\\n[ \\t]+", " ");
    }

    private static Optional<String> reply(String text) {
        return start(text).map(at -> upToEnd(text.substring(at)));
    }

    /** The first place where a reply seems to begin. */
    private static Optional<Integer> start(String text) {
        Matcher said = START.matcher(text);
        Matcher coded = CODES.matcher(text);
        int first = said.find() ? said.start(1) : Integer.MAX_VALUE;
        int other = coded.find() ? coded.start(1) : Integer.MAX_VALUE;
        int at = Math.min(first, other);
        return at < text.length() ? Optional.of(at) : Optional.empty();
    }

    private static String upToEnd(String text) {
        Matcher end = END.matcher(text);
        return end.find() ? text.substring(0, end.start()) : text;
    }

    /** Where there is no reply: the reason that a log or a report gives, behind its code. */
    private static String noted(String reason, String text) {
        Matcher status = STATUS.matcher(text);
        boolean coded = status.find() && !reason.startsWith(status.group(1));
        return coded ? status.group(1) + " " + upToEnd(reason) : reason;
    }

    private static String bare(String text) {
        Matcher stat = STAT.matcher(text);
        if (stat.find()) {
            return stat.group(1);
        }
        Matcher noted = NOTED.matcher(text);
        return noted.find() ? noted.group(1) : text;
    }
}
