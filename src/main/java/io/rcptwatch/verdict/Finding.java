package io.rcptwatch.verdict;

import io.rcptwatch.target.Outcome;

/**
 * What the tables say of a refusal.
 *
 * @param outcome the cause
 * @param explanation the words of the rule or code that decided
 */
record Finding(Outcome outcome, Explanation explanation) {}
