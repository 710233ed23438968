package io.rcptwatch.cli;

import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.verdict.Basis;
import io.rcptwatch.verdict.Judgement;
import io.rcptwatch.verdict.PastedReply;
import io.rcptwatch.verdict.ReplyHints;
import io.rcptwatch.verdict.RuleSkeleton;
import io.rcptwatch.verdict.RuleStep;
import io.rcptwatch.verdict.Verdict;
import java.io.PrintStream;
import java.util.Optional;

/** Prints a verdict: the outcome, who decided, what it means and what to do. */
final class VerdictPrinter {
    private final PrintStream out;
    private final TerminalStyle ink;

    VerdictPrinter(PrintStream out, TerminalStyle ink) {
        this.out = out;
        this.ink = ink;
    }

    void print(Verdict verdict) {
        String codes =
                verdict.code()
                        .map(code -> " " + code)
                        .map(code -> code + enhanced(verdict.enhancedCode()))
                        .orElse("");
        out.println(
                ink.bold(coloured(verdict, verdict.outcome().label()))
                        + " ("
                        + verdict.outcomeClass().label()
                        + verdict.phase().map(Phase::label).map(p -> " at " + p).orElse("")
                        + codes
                        + ")");
        line("meaning", verdict.meaning());
        line("fault", verdict.fault().label());
        line("do", verdict.advice());
        verdict.adviceUrl().ifPresent(url -> line("see", url));
        ReplyHints clues = verdict.clues();
        clues.retryAfter().ifPresent(wait -> line("wait", wait.toSeconds() + " s, as they say"));
        clues.address().ifPresent(address -> line("address", address));
        clues.list().ifPresent(list -> line("list", list));
        line("rule", verdict.rule() + (guessed(verdict) ? ", by its code alone" : ""));
    }

    /** The same, and how it came about; a rule to complete where none knew the reply. */
    void print(PastedReply pasted, Judgement decision) {
        if (pasted.saysNothing()) {
            out.println(ink.bold(decision.verdict().outcome().label()) + " (nothing was said)");
            line("meaning", decision.verdict().meaning());
            line("do", decision.verdict().advice());
            return;
        }
        print(decision.verdict());
        if (!decision.steps().isEmpty()) {
            out.println(ink.dim("How it was judged (provider: " + decision.provider() + ")"));
        }
        decision.steps().forEach(this::print);
        if (decision.verdict().outcome() == Outcome.UNCLASSIFIED) {
            out.println(ink.dim("A rule to complete, for the file that the key 'rules' names:"));
            out.print(RuleSkeleton.of(pasted));
        }
    }

    private void print(RuleStep step) {
        for (RuleStep.PassedOver passed : step.passedOver()) {
            out.println("  " + ink.dim(passed.rule() + " passed over: " + passed.reason()));
        }
        String won = step.rule().map(rule -> ink.bold(rule) + " decides, since ").orElse("");
        out.println("  " + step.table() + " (" + step.asked() + " asked): " + won + step.reason());
    }

    private static boolean guessed(Verdict verdict) {
        return verdict.basis() == Basis.CODE && verdict.outcomeClass() != OutcomeClass.OK;
    }

    private static String enhanced(Optional<EnhancedCode> code) {
        return code.map(c -> " " + c).orElse("");
    }

    private void line(String name, String text) {
        out.println("  " + ink.dim(String.format("%-8s", name)) + text);
    }

    private String coloured(Verdict verdict, String text) {
        return switch (verdict.outcomeClass()) {
            case OK -> ink.green(text);
            case DEFERRED, DNS, LOCAL -> ink.yellow(text);
            case REJECTED, NETWORK, TLS -> ink.red(text);
        };
    }
}
