package io.rcptwatch.verdict;

import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Everything about a refusal that rules may look at.
 *
 * @param code the basic code; empty where a pasted text has none
 * @param firstDigit 4 for now, 5 for good
 * @param enhancedCode the enhanced code, where its first digit is the reply's
 * @param text what the reply says
 * @param phase the step that was answered; empty where nobody knows
 * @param provider who runs the host
 * @param probe whether it is the answer to a conversation of ours
 */
record ReplyFacts(
        OptionalInt code,
        int firstDigit,
        Optional<EnhancedCode> enhancedCode,
        ReplyText text,
        Optional<Phase> phase,
        Provider provider,
        boolean probe) {
    private static final Set<Outcome> ABOUT_RECIPIENT =
            Set.of(Outcome.RECIPIENT_UNKNOWN, Outcome.MAILBOX_FULL, Outcome.MAILBOX_DISABLED);

    /** A server that answers can be reached. */
    private static final Set<OutcomeClass> UNANSWERED =
            Set.of(OutcomeClass.DNS, OutcomeClass.NETWORK);

    /**
     * Whether such an outcome can be true here. A recipient is named at RCPT and not before, and a
     * probe never sends content: a reply that says otherwise means something else.
     */
    boolean admits(Outcome outcome) {
        boolean tooEarly =
                ABOUT_RECIPIENT.contains(outcome)
                        && phase.filter(step -> step.compareTo(Phase.RCPT) < 0).isPresent();
        boolean probed =
                outcome.canEndProbe() && outcome.classes().stream().noneMatch(UNANSWERED::contains);
        return !tooEarly && (!probe || probed);
    }
}
