package io.rcptwatch.verdict;

import io.rcptwatch.smtp.Reply;
import java.util.List;
import java.util.Optional;

/**
 * A reply that a rule must, or must not, win.
 *
 * @param provider who says it
 */
record Sample(Rule rule, Provider provider, String reply) {
    /** Those that a rule must win, from the first provider that it is for. */
    static List<Sample> of(Rule rule) {
        return of(rule, rule.samples());
    }

    /** Those that it must not win. */
    static List<Sample> counterSamplesOf(Rule rule) {
        return of(rule, rule.counterSamples());
    }

    private static List<Sample> of(Rule rule, List<String> replies) {
        Provider provider =
                rule.conditions().providers().stream().findFirst().orElse(Provider.OTHER);
        return replies.stream().map(reply -> new Sample(rule, provider, reply)).toList();
    }

    /**
     * As a probe would be answered. Content is only ever refused in what people paste, and so is
     * what has no code.
     */
    Verdict verdict(ReplyClassifier judge) {
        PastedReply pasted = PastedReply.of(reply);
        boolean probed = rule.causes().outcomes().getFirst().canEndProbe();
        return pasted.reply()
                .filter(_ -> probed)
                .map(said -> answered(judge, said))
                .orElseGet(() -> judge.explain(pasted, Optional.empty(), Optional.empty()));
    }

    private Verdict answered(ReplyClassifier judge, Reply said) {
        return judge.judgeAs(rule.phaseOfSamples(), said, provider);
    }

    @Override
    public String toString() {
        return rule.id() + ": " + reply;
    }
}
