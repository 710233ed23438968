package io.rcptwatch.cli;

import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.verdict.Verdict;
import java.io.PrintStream;
import java.util.Optional;

/** Prints a verdict: the outcome, who decided, what it means and what to do. */
final class VerdictPrinter {
    private final PrintStream out;
    private final Ink ink;

    VerdictPrinter(PrintStream out, Ink ink) {
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
        line("do", verdict.advice());
        verdict.adviceUrl().ifPresent(url -> line("see", url));
        line("rule", verdict.rule());
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
