package io.rcptwatch.verdict;

import io.rcptwatch.target.FaultParty;
import io.rcptwatch.target.Outcome;

/**
 * What the tables say of a refusal.
 *
 * @param outcome the cause
 * @param fault whose turn it is to act
 * @param basis what of the reply decided
 * @param explanation the words of the rule or code that decided
 */
record TableMatch(Outcome outcome, FaultParty fault, Basis basis, Explanation explanation) {
    /** The fault is the outcome's own. */
    static TableMatch of(Outcome outcome, Basis basis, Explanation explanation) {
        return new TableMatch(outcome, outcome.fault(), basis, explanation);
    }

    /** The same cause, explained behind these words. */
    TableMatch behind(Explanation first) {
        return new TableMatch(outcome, fault, basis, explanation.behind(first));
    }
}
