package io.rcptwatch.deliveries;

import io.rcptwatch.deliveries.Delivery.Fate;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.verdict.Judgement;
import io.rcptwatch.verdict.PastedReply;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Providers;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.verdict.Verdict;
import java.util.Optional;

/**
 * Judges deliveries as probes are judged, by the same rules. The mail server's word for what became
 * of the message sets the class; the reply sets the outcome.
 */
public final class DeliveryJudge {
    private final ReplyClassifier classifier;

    /** Judges by these rules. */
    public DeliveryJudge(ReplyClassifier classifier) {
        this.classifier = classifier;
    }

    /** What a delivery means. */
    public JudgedDelivery judge(Delivery delivery) {
        return delivery.fate() == Fate.SENT ? sent(delivery) : refused(delivery);
    }

    private JudgedDelivery sent(Delivery delivery) {
        return new JudgedDelivery(
                delivery,
                provider(delivery),
                Outcome.ACCEPTED,
                OutcomeClass.OK,
                Optional.of(Phase.DATA),
                Optional.empty(),
                Optional.empty());
    }

    private JudgedDelivery refused(Delivery delivery) {
        // In the words of Postfix' log, which PastedReply reads; the others' are put into them.
        PastedReply reply =
                PastedReply.of(
                        "status=%s (%s)".formatted(delivery.fate().label(), delivery.said()));
        Judgement judgement = classifier.judged(reply, Optional.empty(), delivery.host());
        Verdict verdict = judgement.verdict();
        return new JudgedDelivery(
                delivery,
                provider(delivery),
                verdict.outcome(),
                verdict.outcomeClass(),
                verdict.phase(),
                Optional.of(reply),
                Optional.of(verdict));
    }

    /** By the host; if none was reached, by what is known of the domain itself. */
    private Provider provider(Delivery delivery) {
        Providers providers = classifier.providers();
        return delivery.host()
                .map(providers::forMx)
                .or(() -> providers.forDomain(delivery.domain()))
                .orElse(Provider.OTHER);
    }
}
