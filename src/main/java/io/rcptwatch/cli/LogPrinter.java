package io.rcptwatch.cli;

import io.rcptwatch.deliveries.LogSummary;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Verdict;
import java.io.PrintStream;
import java.util.List;

/** Prints what a mail log says: who refuses us, how often, why, and what to do. */
final class LogPrinter {
    private final PrintStream out;
    private final TerminalStyle style;

    LogPrinter(PrintStream out, TerminalStyle style) {
        this.out = out;
        this.style = style;
    }

    void print(LogSummary summary) {
        List<LogSummary.ProviderOutcome> rows = summary.rows();
        out.printf(
                "%d lines, %d of them deliveries in a form that we cannot read.%n",
                summary.lines(), summary.unreadable());
        if (rows.isEmpty()) {
            out.println("No delivery to another host: is it the log of Postfix, Exim or KumoMTA?");
            return;
        }
        out.println(style.bold(line("provider", "outcome", "class", "attempts", "settled")));
        rows.forEach(this::printCounts);
        rows.stream().filter(row -> row.verdict().isPresent()).forEach(this::explain);
        summary.unknown().forEach(this::complete);
    }

    private static String line(
            String provider, String outcome, String kind, Object attempts, Object settled) {
        return String.format(
                "%-16s %-25s %-9s %9s %9s", provider, outcome, kind, attempts, settled);
    }

    private void printCounts(LogSummary.ProviderOutcome row) {
        String line =
                line(
                        row.provider().label(),
                        row.outcome().label(),
                        row.outcomeClass().label(),
                        row.attempts(),
                        row.settled());
        out.println(
                row.outcomeClass() == OutcomeClass.OK
                        ? style.green(line)
                        : row.settled() > 0 ? style.red(line) : style.yellow(line));
    }

    private void explain(LogSummary.ProviderOutcome row) {
        Verdict verdict = row.verdict().orElseThrow();
        out.println();
        out.println(
                style.bold(name(row.provider()) + ": " + row.outcome().label())
                        + " ("
                        + row.outcomeClass().label()
                        + ", fault: "
                        + verdict.fault().label()
                        + ", "
                        + row.attempts()
                        + " attempts)");
        row.example().ifPresent(text -> out.println("  " + style.dim("said     ") + text));
        out.println("  " + style.dim("meaning  ") + verdict.meaning());
        out.println("  " + style.dim("do       ") + verdict.advice());
    }

    private static String name(Provider provider) {
        return provider.equals(Provider.OTHER) ? "other hosts" : provider.label();
    }

    private void complete(LogSummary.UnknownReply reply) {
        out.println();
        out.printf(
                "%s, said %d times: a rule to complete, for the file that the key 'rules' names:%n",
                Outcome.UNCLASSIFIED.label(), reply.times());
        out.print(reply.skeleton());
    }
}
