package io.rcptwatch.verdict;

import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.FaultParty;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import java.util.Objects;
import java.util.Optional;

/**
 * What a conversation, or a reply that somebody pasted, means.
 *
 * @param outcome the cause
 * @param outcomeClass whether it is for now or for good, and whose field it is
 * @param fault whose turn it is to act
 * @param basis what of the reply decided
 * @param permanent whether the reply is for good (5yz), whatever its cause
 * @param phase the step that decided; empty where a pasted reply does not tell
 * @param reply the answer that decided, where one did
 * @param rule the identifier of the rule that decided
 * @param meaning one or two sentences
 * @param advice what to do now
 * @param adviceUrl where to read on or to ask for help
 * @param clues what else the reply names
 */
public record Verdict(
        Outcome outcome,
        OutcomeClass outcomeClass,
        FaultParty fault,
        Basis basis,
        boolean permanent,
        Optional<Phase> phase,
        Optional<Reply> reply,
        String rule,
        String meaning,
        String advice,
        Optional<String> adviceUrl,
        ReplyHints clues) {
    public Verdict {
        // A state file of a version that knew neither holds neither.
        fault = Objects.requireNonNullElseGet(fault, outcome::fault);
        basis = Objects.requireNonNullElse(basis, Basis.NONE);
    }

    /** Whether it says something about the receiver. */
    public boolean conclusive() {
        return outcome.conclusive();
    }

    /** The reply's code as text, empty where there was no reply. */
    public Optional<String> code() {
        return reply.map(r -> Integer.toString(r.code()));
    }

    /** The reply's enhanced code. */
    public Optional<EnhancedCode> enhancedCode() {
        return reply.flatMap(Reply::enhancedCode);
    }
}
