package io.rcptwatch.sandbox;

import io.rcptwatch.sandbox.Greylist.Triplet;
import io.rcptwatch.smtp.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One conversation, from the receiver's side: RFC 5321 as far as the script does not differ.
 *
 * <p>Methods that speak return the reply that was said, or empty where the conversation is over.
 */
final class ReceiverSession {
    private static final int MOST_COMMANDS = 100;
    // RFC 5321 §4.1.1.2 and §4.1.1.3; some clients put a space after the colon.
    private static final Pattern FROM = Pattern.compile("(?i)FROM: ?<([^<>]*)>( .*)?");
    private static final Pattern TO = Pattern.compile("(?i)TO: ?<([^<>]+)>( .*)?");
    private static final Reply OUT_OF_ORDER = Reply.of(503, "5.5.1 Bad sequence of commands");
    private static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1 Command not implemented");
    private static final Reply TOO_MUCH = Reply.of(421, "4.7.0 Too many commands");
    private static final int MOST_LINES_OF_CONTENT = 10_000;
    private static final Reply NO_MESSAGE = SmtpStage.CONTENT.byDefault();
    private static final Reply GO_AHEAD = Reply.of(354, "End data with <CR><LF>.<CR><LF>");

    private final Script script;
    private final LineChannel lines;
    private final Certificates certificates;
    private final Greylist greylist;
    private final Map<ScriptVariable, String> facts = new EnumMap<>(ScriptVariable.class);
    private boolean welcome;
    private int commands;
    private boolean recipientAccepted;

    /**
     * A conversation that is about to begin.
     *
     * @param host the receiver's name
     * @param client the address that the client connected from
     */
    ReceiverSession(
            String host,
            String client,
            Script script,
            LineChannel lines,
            Certificates certificates,
            Greylist greylist) {
        this.script = script;
        this.lines = lines;
        this.certificates = certificates;
        this.greylist = greylist;
        facts.put(ScriptVariable.HOST, host);
        facts.put(ScriptVariable.CLIENT, client);
    }

    /** Holds it. */
    void hold() throws IOException {
        try {
            converse();
        } catch (LineChannel.TooLongException _) {
            lines.ends(ReceiverTranscript.End.CLOSED_BY_RECEIVER);
            say(Reply.of(500, "5.5.2 Line too long")); // RFC 5321 §4.5.3.1.9
        }
        lines.hangUp();
    }

    private void converse() throws IOException {
        if (script.tls().implicit()) {
            shakeHands();
        }
        Optional<Reply> last = play(script.greeting(facts.getOrDefault(ScriptVariable.CLIENT, "")));
        welcome = last.filter(Reply::positive).isPresent();
        while (last.isPresent()) {
            Optional<String> line = lines.read();
            if (line.isEmpty()) {
                lines.ends(ReceiverTranscript.End.LOST);
                return;
            }
            Heard heard = Heard.of(line.get());
            if (heard.verb.equals("QUIT")) {
                lines.ends(ReceiverTranscript.End.QUIT);
                play(script.answer(SmtpStage.QUIT));
                return;
            }
            last = obey(heard);
        }
        lines.ends(ReceiverTranscript.End.CLOSED_BY_RECEIVER);
    }

    /** RFC 5321 §2.4: verbs in any case, the rest as it stands. */
    private record Heard(String verb, String argument) {
        static Heard of(String line) {
            // Replies may repeat what was said, and control characters could forge lines of them.
            if (line.chars().anyMatch(Character::isISOControl)) {
                return new Heard("", "");
            }
            String[] words = line.strip().split(" ", 2);
            return new Heard(
                    words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1].strip() : "");
        }
    }

    private Optional<Reply> obey(Heard heard) throws IOException {
        if (++commands > MOST_COMMANDS) {
            return say(TOO_MUCH);
        }
        if (!welcome) { // RFC 5321 §3.1: who refused in its greeting waits for QUIT
            return say(OUT_OF_ORDER);
        }
        String argument = heard.argument;
        return switch (heard.verb) {
            case "EHLO" -> greet(offering(script.answer(SmtpStage.EHLO)), argument);
            case "HELO" -> greet(script.answer(SmtpStage.HELO), argument);
            case "STARTTLS" -> startTls(argument);
            case "MAIL" -> mail(FROM.matcher(argument));
            case "RCPT" -> rcpt(TO.matcher(argument));
            case "RSET" -> rset();
            case "NOOP" -> play(script.answer(SmtpStage.NOOP));
            case "DATA" -> data();
            case "BDAT" -> refuseChunk();
            case "VRFY", "EXPN", "HELP", "AUTH", "ETRN" -> say(NOT_IMPLEMENTED);
            default -> say(Reply.of(500, "5.5.2 Command unrecognized"));
        };
    }

    private Optional<Reply> play(ScriptedReply answer) throws IOException {
        lines.pause(answer.after());
        return switch (answer) {
            case ScriptedReply.Say(Reply reply, _) -> say(ScriptVariable.fill(reply, facts));
            case ScriptedReply.Raw(String text, _) -> {
                lines.say(text);
                yield Optional.empty();
            }
            case ScriptedReply.Hold(_) -> {
                lines.ignoreAll();
                yield Optional.empty();
            }
            case ScriptedReply.Drop(_) -> Optional.empty();
        };
    }

    private Optional<Reply> say(Reply reply) throws IOException {
        lines.say(reply);
        // RFC 5321 §3.8: who says 421 closes the connection.
        return reply.code() == 421 ? Optional.empty() : Optional.of(reply);
    }

    private Optional<Reply> greet(ScriptedReply answer, String helo) throws IOException {
        if (helo.isEmpty()) {
            return say(Reply.of(501, "5.5.4 Who are you?"));
        }
        endTransaction(); // RFC 5321 §4.1.4: as by RSET
        return establish(ScriptVariable.HELO, helo, answer);
    }

    private ScriptedReply offering(ScriptedReply answer) {
        if (!(answer instanceof ScriptedReply.Say(Reply reply, Duration after))
                || !reply.positive()) {
            return answer;
        }
        List<String> all = new ArrayList<>(reply.lines());
        if (script.tls() != Script.Tls.NONE && !lines.secured()) {
            all.add("STARTTLS");
        }
        all.addAll(script.extensions());
        return new ScriptedReply.Say(new Reply(reply.code(), all), after);
    }

    /** Plays, and keeps the fact only where the reply is positive. */
    private Optional<Reply> establish(ScriptVariable fact, String value, ScriptedReply answer)
            throws IOException {
        facts.put(fact, value);
        Optional<Reply> reply = play(answer);
        if (reply.filter(Reply::positive).isEmpty()) {
            facts.remove(fact);
        }
        return reply;
    }

    private Optional<Reply> startTls(String argument) throws IOException {
        if (script.tls() == Script.Tls.NONE) {
            return say(NOT_IMPLEMENTED);
        }
        if (lines.secured() || !facts.containsKey(ScriptVariable.HELO)) {
            return say(OUT_OF_ORDER);
        }
        if (!argument.isEmpty()) {
            return say(Reply.of(501, "5.5.4 No parameters allowed")); // RFC 3207 §4
        }
        lines.forgetInput();
        Optional<Reply> reply = play(script.answer(SmtpStage.STARTTLS));
        return reply.filter(Reply::positive).isPresent() ? secure(reply) : reply;
    }

    private Optional<Reply> secure(Optional<Reply> reply) throws IOException {
        if (script.tls() == Script.Tls.BROKEN) {
            // Said before the client's hello it would be a breach of SMTP, not of TLS.
            lines.awaitHello();
            lines.say("454 4.3.0 TLS is broken here");
            return Optional.empty();
        }
        shakeHands();
        // RFC 3207 §4.2: what was said in clear is forgotten.
        facts.keySet().retainAll(List.of(ScriptVariable.HOST, ScriptVariable.CLIENT));
        return reply;
    }

    private void shakeHands() throws IOException {
        lines.secure(
                certificates.context(facts.getOrDefault(ScriptVariable.HOST, ""), script.tls()));
    }

    private Optional<Reply> mail(Matcher path) throws IOException {
        if (!facts.containsKey(ScriptVariable.HELO) || facts.containsKey(ScriptVariable.SENDER)) {
            return say(OUT_OF_ORDER);
        }
        return path.matches()
                ? establish(ScriptVariable.SENDER, path.group(1), script.answer(SmtpStage.MAIL))
                : say(Reply.of(501, "5.5.4 Syntax: MAIL FROM:<address>"));
    }

    private Optional<Reply> rcpt(Matcher path) throws IOException {
        if (!facts.containsKey(ScriptVariable.SENDER)) {
            return say(OUT_OF_ORDER);
        }
        if (!path.matches()) {
            return say(Reply.of(501, "5.5.4 Syntax: RCPT TO:<address>"));
        }
        facts.put(ScriptVariable.RECIPIENT, path.group(1));
        Optional<Reply> reply = play(answerTo(path.group(1)));
        recipientAccepted |= reply.filter(Reply::positive).isPresent();
        return reply;
    }

    private Optional<Reply> data() throws IOException {
        if (!script.judgesContent()) {
            return say(NO_MESSAGE);
        }
        if (!recipientAccepted) {
            return say(OUT_OF_ORDER);
        }
        say(GO_AHEAD);
        for (int i = 0; i < MOST_LINES_OF_CONTENT; i++) {
            Optional<String> line = lines.read();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            if (line.get().equals(".")) {
                endTransaction();
                return play(script.answer(SmtpStage.CONTENT));
            }
        }
        return Optional.empty();
    }

    private void endTransaction() {
        facts.remove(ScriptVariable.SENDER);
        recipientAccepted = false;
    }

    private ScriptedReply answerTo(String recipient) {
        return script.answerFor(recipient.replaceFirst("@[^@]*$", ""))
                .or(() -> putOff(recipient))
                .orElseGet(() -> script.answer(SmtpStage.RCPT));
    }

    private Optional<ScriptedReply> putOff(String recipient) {
        Triplet triplet =
                new Triplet(
                        facts.getOrDefault(ScriptVariable.CLIENT, ""),
                        facts.getOrDefault(ScriptVariable.SENDER, ""),
                        recipient);
        return script.greylisting()
                .filter(rule -> !greylist.passes(triplet, rule))
                .map(rule -> script.plainly(rule.reply()));
    }

    private Optional<Reply> rset() throws IOException {
        endTransaction();
        return play(script.answer(SmtpStage.RSET));
    }

    /** Its chunk is on its way already (RFC 3030 §2): nothing after it could be told from it. */
    private Optional<Reply> refuseChunk() throws IOException {
        say(NO_MESSAGE);
        return Optional.empty();
    }
}
