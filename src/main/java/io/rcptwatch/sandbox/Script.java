package io.rcptwatch.sandbox;

import io.rcptwatch.smtp.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a receiver behaves: its half of the transcript. Looked up anew for each connection.
 *
 * @param name what the world file calls it
 * @param tls whether it speaks TLS, and with which certificate
 * @param extensions what it offers after EHLO, one a line, STARTTLS apart
 * @param delay how long it waits before each answer by default
 * @param answers what it does on its cues; the default where one is missing
 * @param clients with what it greets clients at these addresses, as Java writes them
 * @param recipients what it answers to RCPT for these local parts, in lower case
 * @param greylisting whether it puts off strangers
 */
record Script(
        String name,
        Tls tls,
        List<String> extensions,
        Duration delay,
        Map<SmtpStage, ScriptedReply> answers,
        Map<String, ScriptedReply> clients,
        Map<String, ScriptedReply> recipients,
        Optional<Greylisting> greylisting) {
    Script {
        extensions = List.copyOf(extensions);
        answers = Map.copyOf(answers);
        clients = Map.copyOf(clients);
        recipients = Map.copyOf(recipients);
    }

    /** The certificate that it shows, and when. */
    enum Tls {
        /** STARTTLS is not offered. */
        NONE,
        /** Signed by the sandbox's authority, in date, for the host's name. */
        GOOD,
        /** As good, but out of date. */
        EXPIRED,
        /** As good, but for another host. */
        WRONG_NAME,
        /** Signed by nobody but itself. */
        SELF_SIGNED,
        /** No certificate: after its 220 the receiver speaks no TLS. */
        BROKEN,
        /** As good, from the first byte (RFC 8314 §3.3): STARTTLS is not offered. */
        IMPLICIT,
        /** As implicit, but out of date. */
        IMPLICIT_EXPIRED;

        /** Whether it speaks TLS from the first byte. */
        boolean implicit() {
            return this == IMPLICIT || this == IMPLICIT_EXPIRED;
        }

        /** The same with a good certificate. */
        Tls good() {
            return implicit() ? IMPLICIT : GOOD;
        }

        /** The same with a certificate out of date. */
        Tls expired() {
            return implicit() ? IMPLICIT_EXPIRED : EXPIRED;
        }
    }

    /** The same with other TLS. */
    Script with(Tls other) {
        return new Script(
                name, other, extensions, delay, answers, clients, recipients, greylisting);
    }

    /** What it does on a cue. */
    ScriptedReply answer(SmtpStage cue) {
        return answers.getOrDefault(cue, plainly(cue.byDefault()));
    }

    /** Whether it takes DATA, to judge the message after its end. */
    boolean judgesContent() {
        return answers.containsKey(SmtpStage.CONTENT);
    }

    /** With what it greets the client at that address. */
    ScriptedReply greeting(String client) {
        return clients.getOrDefault(client, answer(SmtpStage.BANNER));
    }

    /** What it answers to RCPT for a local part that it treats apart. */
    Optional<ScriptedReply> answerFor(String localPart) {
        return Optional.ofNullable(recipients.get(localPart.toLowerCase(Locale.ROOT)));
    }

    /** A reply, said after the usual delay. */
    ScriptedReply plainly(Reply reply) {
        return new ScriptedReply.Say(reply, delay);
    }
}
