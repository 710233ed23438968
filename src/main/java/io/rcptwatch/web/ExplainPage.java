package io.rcptwatch.web;

import io.rcptwatch.report.ExplanationReport;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.verdict.Judgement;
import io.rcptwatch.verdict.PastedReply;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.verdict.RuleSkeleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The box for a reply or a bounce, and what it means.
 *
 * @param text what was pasted
 * @param phase the step that it answered, or the empty text
 * @param mx who said it, or the empty text
 * @param explanation null before anything is pasted
 * @param skeleton a rule to complete; the empty text where a rule knows the reply
 */
record ExplainPage(
        String text,
        String phase,
        String mx,
        @Nullable ExplanationReport explanation,
        String skeleton) {
    static ExplainPage of(
            ReplyClassifier judge,
            Optional<String> text,
            Optional<String> phase,
            Optional<String> mx) {
        Optional<Phase> step = phase.flatMap(Phase::labelled);
        Optional<String> host = mx.map(String::strip).filter(name -> !name.isEmpty());
        String label = step.map(Phase::label).orElse("");
        if (text.isEmpty() || text.get().isBlank()) {
            return new ExplainPage("", label, host.orElse(""), null, "");
        }
        PastedReply pasted = PastedReply.of(text.get());
        Judgement decision = judge.decide(pasted, step, host);
        boolean unknown = decision.verdict().outcome() == Outcome.UNCLASSIFIED;
        return new ExplainPage(
                text.get(),
                label,
                host.orElse(""),
                ExplanationReport.of(pasted, decision),
                unknown ? RuleSkeleton.of(pasted) : "");
    }

    /** The steps that somebody may choose; public, since the template reads it. */
    public List<String> phases() {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase != Phase.DNS && phase != Phase.CONNECT)
                .map(Phase::label)
                .toList();
    }
}
