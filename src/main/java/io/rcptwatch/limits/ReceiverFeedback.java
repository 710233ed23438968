package io.rcptwatch.limits;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.verdict.Basis;
import io.rcptwatch.verdict.Verdict;
import java.time.Duration;
import java.util.Set;

/** What a conversation says about whether we are wanted. */
public sealed interface ReceiverFeedback {
    /**
     * We are not.
     *
     * @param named how long to stay away, as the reply says; zero where it does not
     * @param why what the reply means
     */
    record Unwanted(Duration named, Outcome why) implements ReceiverFeedback {}

    /** Nobody has anything against us, whatever was answered. */
    record Welcome() implements ReceiverFeedback {}

    /** It does not say. */
    record Nothing() implements ReceiverFeedback {}

    /** They are about us and not about a message or a recipient. */
    Set<Outcome> ABOUT_US =
            Set.of(Outcome.IP_BLOCKED, Outcome.RATE_LIMITED, Outcome.CLIENT_IDENTITY_REJECTED);

    // RFC 5321 §3.8: 421 closes the connection whoever asks for whatever.
    int CLOSING = 421;

    /** What that verdict says. */
    static ReceiverFeedback in(Verdict verdict) {
        if (blocked(verdict) || closedAtBanner(verdict)) {
            return new Unwanted(
                    verdict.clues().retryAfter().orElse(Duration.ZERO), verdict.outcome());
        }
        return switch (verdict.outcomeClass()) {
            case OK, DEFERRED, REJECTED, TLS -> new Welcome();
            case DNS, NETWORK, LOCAL -> new Nothing();
        };
    }

    /** A cause that the code alone suggests is a guess, and no reason to stop asking. */
    private static boolean blocked(Verdict verdict) {
        return ABOUT_US.contains(verdict.outcome()) && verdict.basis() != Basis.CODE;
    }

    private static boolean closedAtBanner(Verdict verdict) {
        return verdict.phase().filter(phase -> phase == Phase.BANNER).isPresent()
                && verdict.reply().filter(reply -> reply.code() == CLOSING).isPresent();
    }
}
