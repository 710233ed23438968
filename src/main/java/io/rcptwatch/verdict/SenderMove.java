package io.rcptwatch.verdict;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.OutcomeClass;

/**
 * What a sender does with a mail after what one host answered: Postfix with its defaults, by its
 * smtp_proto.c, smtp_trouble.c and smtp_connect.c. The table stands in {@code judgement.md}.
 */
public enum SenderMove {
    /** The host accepts the mail. */
    DELIVER,
    /** The mail goes back to its author at once, whatever another host would say. */
    BOUNCE,
    /** On to the next host; if it is the last one, the mail waits. */
    TRY_NEXT,
    /** The same after a session that got as far as MAIL: a sender holds no more than two. */
    TRY_NEXT_AFTER_SESSION,
    /** On to the next host; if there is none with an address, the mail bounces. */
    NO_HOST;

    /** The move after that verdict on a probe. */
    static SenderMove after(Verdict verdict) {
        Phase phase = verdict.phase().orElse(Phase.CONNECT);
        return switch (verdict.outcomeClass()) {
            case OK -> DELIVER;
            case DNS -> NO_HOST;
            case DEFERRED, REJECTED, NETWORK, TLS, LOCAL ->
                    verdict.reply()
                            .map(reply -> afterReply(phase, reply))
                            .orElseGet(() -> withoutReply(phase, verdict.outcomeClass()));
        };
    }

    private static SenderMove afterReply(Phase phase, Reply reply) {
        int digit = reply.code() / 100;
        return switch (phase) {
            // smtp_skip_5xx_greeting: a refusal at the greeting is for now.
            case BANNER -> digit == 4 || digit == 5 ? TRY_NEXT : BOUNCE;
            case EHLO -> digit == 4 ? TRY_NEXT : BOUNCE;
            // A 2yz, though it is no 220, begins a handshake, which fails.
            case STARTTLS -> digit == 4 || digit == 2 ? TRY_NEXT : BOUNCE;
            case DNS, CONNECT, MAIL, RCPT, DATA, QUIT ->
                    digit == 4 ? TRY_NEXT_AFTER_SESSION : BOUNCE;
        };
    }

    private static SenderMove withoutReply(Phase phase, OutcomeClass outcomeClass) {
        if (outcomeClass == OutcomeClass.REJECTED) {
            // A null MX, or an address that needs SMTPUTF8 where that is not offered.
            return BOUNCE;
        }
        return switch (phase) {
            case DNS, CONNECT, BANNER, EHLO, STARTTLS -> TRY_NEXT;
            case MAIL, RCPT, DATA, QUIT -> TRY_NEXT_AFTER_SESSION;
        };
    }
}
