package io.rcptwatch.verdict;

import java.util.List;

/**
 * How a reply was judged.
 *
 * @param verdict what came of it
 * @param provider whose rules were asked
 * @param steps the tables that were asked, in that order; none where the reply is no refusal
 */
public record Decision(Verdict verdict, Provider provider, List<Step> steps) {
    public Decision {
        steps = List.copyOf(steps);
    }
}
