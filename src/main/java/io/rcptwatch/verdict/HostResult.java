package io.rcptwatch.verdict;

import io.rcptwatch.target.Family;
import io.rcptwatch.target.OutcomeClass;
import java.util.Optional;

/**
 * What one host answered, over one family, as far as the domain's status depends on it.
 *
 * @param preference the host's preference, the lower the better
 * @param family the address family; empty where there was no host to ask
 * @param outcomeClass the verdict's class
 * @param move what a sender does next
 * @param conclusive whether the verdict says something about the receiver
 * @param expected whether the outcome is one that the target expects
 */
public record HostResult(
        int preference,
        Optional<Family> family,
        OutcomeClass outcomeClass,
        SenderMove move,
        boolean conclusive,
        boolean expected) {
    /** The result of a verdict. */
    public static HostResult of(
            int preference, Optional<Family> family, Verdict verdict, boolean expected) {
        return new HostResult(
                preference,
                family,
                verdict.outcomeClass(),
                SenderMove.after(verdict),
                verdict.conclusive(),
                expected);
    }

    /** Whether a sender's way ends here well: as the target expects, or with an acceptance. */
    boolean ends() {
        return expected || move == SenderMove.DELIVER;
    }

    boolean bounces() {
        return !expected && move == SenderMove.BOUNCE;
    }

    boolean isOver(Family other) {
        return family.isEmpty() || family.get() == other;
    }
}
