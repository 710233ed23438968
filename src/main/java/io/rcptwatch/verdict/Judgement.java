package io.rcptwatch.verdict;

import java.util.List;

/**
 * How a reply was judged.
 *
 * @param verdict what came of it
 * @param provider whose rules were asked
 * @param steps the tables that were asked, in that order; none where the reply is no refusal
 */
public record Judgement(Verdict verdict, Provider provider, List<RuleStep> steps) {
    public Judgement {
        steps = List.copyOf(steps);
    }
}
