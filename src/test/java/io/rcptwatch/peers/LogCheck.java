package io.rcptwatch.peers;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a server's log must say of a polite client.
 *
 * @param end stands in a line that says that a conversation is over
 * @param politeEnd stands in it where the client said what it should, and QUIT
 * @param impolite must not stand in any line
 */
record LogCheck(Pattern end, Pattern politeEnd, Pattern impolite) {
    /**
     * Postfix counts the commands of a conversation, those that went well of all: {@code ehlo=1
     * rcpt=0/1}. One that it ended itself, before a word was said, has none.
     */
    static final LogCheck POSTFIX =
            new LogCheck(
                    Pattern.compile("disconnect from |DISCONNECT "),
                    Pattern.compile(
                            "disconnect from \\S+(( ehlo=[12]( starttls=1)?( mail=(0/)?1)?"
                                    + "( rcpt=(0/)?1)?( rset=1)?)? quit=1 commands=\\S+"
                                    + "| commands=0/0)$"
                                    + "|DISCONNECT \\S+$"),
                    Pattern.compile(
                            "(?i)pipelining|PREGREET|HANGUP|lost connection|timeout after|non-SMTP"
                                    + "|COMMAND \\w+ LIMIT|BARE NEWLINE|too many errors"
                                    + "|SSL_accept"));

    /** Exim's configuration here writes the commands down in their order. */
    static final LogCheck EXIM =
            new LogCheck(
                    Pattern.compile(" conversation: |rejected connection"),
                    Pattern.compile(
                            " conversation: EHLO(,STARTTLS|(,STARTTLS,EHLO)?(,MAIL)?(,RCPT)?(,RSET)?),QUIT$"),
                    Pattern.compile(
                            "(?i)synchronization|disconnection|broken off|\\blost\\b|TLS error"
                                    + "|syntax or protocol|unrecognized command"));

    /** How many conversations came to their end. */
    long ends(List<String> log) {
        return log.stream().filter(end.asPredicate()).count();
    }

    /** The lines that a polite client would not have made the server write; empty: it was one. */
    List<String> complaints(List<String> log) {
        Predicate<String> rude =
                end.asPredicate().and(politeEnd.asPredicate().negate()).or(impolite.asPredicate());
        return log.stream().filter(rude).toList();
    }
}
