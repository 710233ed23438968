package io.rcptwatch.deliveries;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.verdict.PastedReply;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Verdict;
import java.util.Optional;

/**
 * A delivery, and what it means.
 *
 * @param provider who runs the host
 * @param outcome the cause
 * @param outcomeClass by our mail server's own word, permanent or not
 * @param phase the step that was answered; empty if the log does not tell
 * @param reply what was said, as it was read; empty for what was sent
 * @param verdict the whole judgement; empty for what was sent
 */
public record JudgedDelivery(
        Delivery delivery,
        Provider provider,
        Outcome outcome,
        OutcomeClass outcomeClass,
        Optional<Phase> phase,
        Optional<PastedReply> reply,
        Optional<Verdict> verdict) {}
